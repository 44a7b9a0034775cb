package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The loop of confined threads")
class ModesTest extends ConfinedTest {
    private static final RunLoopMode OTHER = RunLoopMode.of("other");

    @Test
    void carriesThemInTheirModeOnly() throws Exception {
        RunLoop loop = startLoop().loop();
        var ran = new AtomicBoolean();
        Thread thread = start(ConfinedThreads.on(loop, OTHER), () -> ran.set(true));

        onLoop(loop, () -> {
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertFalse(ran.get());
            loop.runInMode(OTHER, Duration.ZERO, false);
            assertTrue(ran.get());
        });
        join(thread);
    }

    @Test
    void carriesThemInANestedRunOfTheirMode() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        onLoop(loop, () -> {
            var done = new CountDownLatch(1);
            start(threads, () -> {
                Thread.sleep(1);
                done.countDown();
            });
            while (done.getCount() > 0) {
                assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(RunLoopMode.DEFAULT, PATIENCE, true));
            }
        });
    }

    @Test
    void doesNotFinishAsLongAsOneIsAliveAndFinishesThen() throws Exception {
        var counted = new AtomicReference<Integer>();
        Thread owner = start(ThreadKind.PLATFORM, () -> {
            RunLoop loop = RunLoop.current();
            var count = new int[1];
            ConfinedThreads threads = ConfinedThreads.on(loop);
            start(threads, () -> {
                Thread.sleep(5);
                count[0]++;
                start(threads, () -> {
                    Thread.sleep(5);
                    count[0]++;
                });
            });
            loop.run();
            counted.set(count[0]);
        });
        join(owner);

        assertEquals(2, counted.get());
    }

    @Test
    void finishesAtOnceIfThereAreNone() throws Exception {
        Thread owner = start(ThreadKind.PLATFORM, () -> {
            ConfinedThreads.on(RunLoop.current());
            RunLoop.current().run();
        });

        join(owner);
    }

    @Test
    void carriesThemByTheOrderOfTheirSource() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads late = ConfinedThreads.builder(loop).order(1).build();
        ConfinedThreads early = ConfinedThreads.builder(loop).order(-1).build();
        var order = new StringBuilder();
        Source0 between = Source0.create(() -> order.append("source "));
        loop.add(between, RunLoopMode.DEFAULT);
        var done = new CountDownLatch(1);
        onLoop(loop, () -> {
            late.start(() -> {
                order.append("late");
                done.countDown();
            });
            between.signal();
            early.start(() -> order.append("early "));
        });
        await(done);

        onLoop(loop, () -> assertEquals("early source late", order.toString()));
    }

    @Test
    void canCarryThemWithoutAnyMode() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop, OTHER);
        var others = new AtomicBoolean();
        onLoop(loop, () -> {
            loop.perform(() -> others.set(true));
            Thread thread = start(threads, () -> Thread.sleep(5));
            threads.carryUntil(() -> !thread.isAlive());
            assertFalse(thread.isAlive());
            assertFalse(others.get());
        });
    }

    @Test
    void goesOnWithThemAfterItHasCarriedSomeWithoutAnyMode() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var next = new CountDownLatch(1);
        var last = new AtomicReference<Thread>();
        onLoop(loop, () -> {
            last.set(start(threads, next::await));
            Thread first = start(threads, Thread::yield);
            threads.carryUntil(() -> !first.isAlive());
        });
        next.countDown();

        join(last.get());
    }
}
