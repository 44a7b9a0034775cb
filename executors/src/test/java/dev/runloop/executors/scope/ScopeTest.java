package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A test of scopes, on loops of either kind, with subtasks on virtual threads or on threads confined to the loop. */
abstract class ScopeTest extends ConcurrentTest {

    /** Where the owner and the subtasks run. */
    enum Setting {
        PLATFORM(ThreadKind.PLATFORM, false),
        VIRTUAL(ThreadKind.VIRTUAL, false),
        CONFINED(ThreadKind.PLATFORM, true);

        private final ThreadKind kind;
        private final boolean isConfined;

        Setting(ThreadKind kind, boolean isConfined) {
            this.kind = kind;
            this.isConfined = isConfined;
        }

        /** The threads of the subtasks, on the loop of this thread. */
        ThreadFactory threads() {
            return isConfined
                    ? ConfinedThreads.on(RunLoop.current())
                    : Thread.ofVirtual().factory();
        }

        /** For a scope on the loop of this thread. */
        UnaryOperator<ScopeConfiguration> configuration() {
            ThreadFactory threads = threads();
            return configuration -> configuration.withThreadFactory(threads);
        }
    }

    /** A timer of 1 ms, and who waits for it. */
    static final class Ticker {
        private static final int TICKS = 3;

        private final Queue<CountDownLatch> waiters = new ConcurrentLinkedQueue<>();
        private final RunLoopTimer timer = RunLoopTimer.repeating(Duration.ofMillis(1), timer -> tick());
        private int ticks;

        /** Puts the timer into the loop of this thread. */
        void start() {
            RunLoop.current().add(timer, RunLoopMode.DEFAULT);
        }

        private void tick() {
            ticks++;
            waiters.forEach(CountDownLatch::countDown);
        }

        /** Returns when the timer has fired some times more, as it does only while the loop is served. */
        void await() throws InterruptedException {
            var waiter = new CountDownLatch(TICKS);
            waiters.add(waiter);
            if (!waiter.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the loop is not served");
            }
        }

        void assertHasTicked() {
            assertTrue(ticks >= TICKS, "the loop was not served: " + ticks);
            timer.invalidate();
        }
    }

    final Ticker ticker = new Ticker();

    /** Sleeps until interrupted. */
    static String sleepForLong() throws InterruptedException {
        Thread.sleep(PATIENCE);
        return "slept";
    }

    /** Runs on the thread of a loop that is its own; what it throws fails the test. */
    void onLoop(Setting setting, Action test) throws Exception {
        Thread thread = start(setting.kind, test);
        assertTrue(thread.join(PATIENCE), () -> "still runs: " + thread);
    }

    /** Counts the threads that have ended. */
    static final class Ends {
        private final Queue<String> ends = new ConcurrentLinkedQueue<>();
        final CountDownLatch begun;

        Ends(int threads) {
            begun = new CountDownLatch(threads);
        }

        /** Sleeps until interrupted, and notes the end. */
        String sleep() throws InterruptedException {
            begun.countDown();
            try {
                return sleepForLong();
            } finally {
                ends.add("end");
            }
        }

        int count() {
            return ends.size();
        }
    }
}
