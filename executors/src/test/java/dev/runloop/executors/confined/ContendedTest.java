package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A callback of a loop with confined threads goes on")
class ContendedTest extends ConfinedTest {
    private static final int CONFINED = 3;

    /** What a loop calls. */
    @SuppressWarnings("ImmutableEnumChecker") // they have no state
    enum Callback {
        BLOCK((loop, body) -> {
            loop.perform(body);
            loop.wakeUp();
        }),
        TIMER((loop, body) ->
                loop.add(RunLoopTimer.oneShot(Duration.ofMillis(1), timer -> body.run()), RunLoopMode.DEFAULT)),
        TASK((loop, body) -> RunLoopExecutors.on(loop).execute(body));

        private final BiConsumer<RunLoop, Runnable> register;

        Callback(BiConsumer<RunLoop, Runnable> register) {
            this.register = register;
        }
    }

    /** A loop that is run by a thread of the test, until the test is over. */
    private RunLoop startForeignLoop() throws Exception {
        var made = new AtomicReference<RunLoop>();
        var begun = new CountDownLatch(1);
        start(ThreadKind.PLATFORM, () -> {
            RunLoop loop = RunLoop.current();
            made.set(loop);
            loop.add(RunLoopTimer.repeating(Duration.ofMillis(20), timer -> begun.countDown()), RunLoopMode.DEFAULT);
            loop.run();
        });
        await(begun);
        return made.get();
    }

    private static void awaitBlocked(Thread thread) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> thread.getState() == Thread.State.BLOCKED || thread.getState() == Thread.State.WAITING);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            await(latch);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void goesOn(RunLoop loop, Callback callback, Consumer<Runnable> means) throws Exception {
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var isHeld = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Thread holder = start(
                ThreadKind.PLATFORM,
                () -> means.accept(() -> {
                    isHeld.countDown();
                    uninterruptibly(release);
                }));
        await(isHeld);
        List<Thread> confined = new ArrayList<>();
        for (int i = 0; i < CONFINED; i++) {
            Thread thread = threads.start(() -> means.accept(() -> {}));
            confined.add(thread);
            awaitBlocked(thread);
        }
        var caller = new AtomicReference<Thread>();
        var hasGoneOn = new CountDownLatch(1);
        callback.register.accept(loop, () -> {
            caller.set(Thread.currentThread());
            means.accept(() -> {});
            hasGoneOn.countDown();
        });
        Awaitility.await().atMost(PATIENCE).until(() -> caller.get() != null);
        awaitBlocked(caller.get());
        release.countDown();

        await(hasGoneOn);
        for (Thread thread : confined) {
            join(thread);
        }
        join(holder);
    }

    @ParameterizedTest
    @EnumSource
    void whenAConfinedThreadGetsFirstWhatAnotherThreadHasHeld(Means means) throws Exception {
        goesOn(startLoop().loop(), Callback.BLOCK, means.make());
    }

    @ParameterizedTest
    @EnumSource
    void ofWhateverKindItIs(Callback callback) throws Exception {
        goesOn(startLoop().loop(), callback, Means.SYNCHRONIZED.make());
        goesOn(startLoop().loop(), callback, Means.REENTRANT_LOCK.make());
    }

    @Test
    void onALoopThatIsRunByAThreadOfItsUser() throws Exception {
        RunLoop loop = startForeignLoop();
        goesOn(loop, Callback.BLOCK, Means.MERGE.make());
        goesOn(loop, Callback.TIMER, Means.FAIR_LOCK.make());
        loop.stop();
    }

    @Test
    void inARunWithinACallback() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads.on(loop);
        onLoop(loop, () -> {}); // the pass that it was in when it became one with confined threads is over
        var hasBegun = new CountDownLatch(1);
        var nested = RunLoopMode.of("nested");
        loop.perform(() -> {
            loop.perform(nested, hasBegun::countDown);
            loop.add(RunLoopTimer.repeating(Duration.ofSeconds(1), timer -> {}), nested);
            loop.addCommonMode(nested);
            loop.runInMode(nested, PATIENCE, false);
        });
        loop.wakeUp();
        await(hasBegun);

        goesOn(loop, Callback.TASK, Means.PRINTLN.make());
        loop.stop();
    }

    @Test
    void whenTheLoopEndsAndItIsToldThatAnItemLeaves() throws Exception {
        var loopThread = startLoop();
        RunLoop loop = loopThread.loop();
        Consumer<Runnable> means = Means.LOGGER.make();
        goesOn(loop, Callback.BLOCK, inside -> means.accept(inside)); // it is a loop with confined threads from now on
        var isTold = new CountDownLatch(1);
        var source = dev.runloop.Source0.create(new dev.runloop.Source0.Callbacks() {
            @Override
            public void perform() {}

            @Override
            public void cancel(RunLoop from, RunLoopMode mode) {
                means.accept(() -> {});
                isTold.countDown();
            }
        });
        loop.add(source, RunLoopMode.DEFAULT);
        var isHeld = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        start(
                ThreadKind.PLATFORM,
                () -> means.accept(() -> {
                    isHeld.countDown();
                    uninterruptibly(release);
                }));
        await(isHeld);
        Thread confined = ConfinedThreads.on(loop).start(() -> means.accept(() -> {}));
        awaitBlocked(confined);
        exceptionsOf(loop); // it may outlive the loop
        loopThread.stop();
        Awaitility.await().atMost(PATIENCE).until(loop::hasEnded);
        release.countDown();

        await(isTold);
        join(confined);
        join(loopThread.thread());
    }

    @Test
    void whenItIsNotifiedTogetherWithConfinedThreads() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var monitor = new Object();
        var told = new boolean[1]; // under the monitor
        Body wait = () -> {
            synchronized (monitor) {
                while (!told[0]) {
                    monitor.wait();
                }
            }
        };
        List<Thread> confined = new ArrayList<>();
        for (int i = 0; i < CONFINED; i++) {
            Thread thread = start(threads, wait);
            confined.add(thread);
            awaitBlocked(thread);
        }
        var caller = new AtomicReference<Thread>();
        var hasGoneOn = new CountDownLatch(1);
        loop.perform(() -> {
            caller.set(Thread.currentThread());
            body(wait).run();
            hasGoneOn.countDown();
        });
        loop.wakeUp();
        Awaitility.await().atMost(PATIENCE).until(() -> caller.get() != null);
        awaitBlocked(caller.get());
        synchronized (monitor) {
            told[0] = true;
            monitor.notifyAll();
        }

        await(hasGoneOn);
        for (Thread thread : confined) {
            join(thread);
        }
    }

    /** Takes its time to be initialised. */
    private static final class Slow {
        @SuppressWarnings("UnusedVariable") // to read it is what initialises the class
        static final CountDownLatch IS_BEGUN = Gate.IS_BEGUN;

        static {
            Gate.IS_BEGUN.countDown();
            uninterruptibly(Gate.GO_ON);
        }

        static void touch() {}
    }

    private static final class Gate {
        static final CountDownLatch IS_BEGUN = new CountDownLatch(1);
        static final CountDownLatch GO_ON = new CountDownLatch(1);
    }

    @Test
    void whenBothNeedAClassThatAnotherThreadInitializes() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        start(ThreadKind.PLATFORM, Slow::touch);
        await(Gate.IS_BEGUN);
        Thread confined = threads.start(Slow::touch);
        var hasGoneOn = new CountDownLatch(1);
        loop.perform(() -> {
            Slow.touch();
            hasGoneOn.countDown();
        });
        loop.wakeUp();
        Gate.GO_ON.countDown();

        await(hasGoneOn);
        join(confined);
    }

    @Test
    void howeverOftenAllOfThemMeet() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        List<Consumer<Runnable>> all =
                Arrays.stream(Means.values()).map(Means::make).toList();
        var counts = new int[all.size()]; // each under its means
        Runnable once = () -> {
            for (int i = 0; i < counts.length; i++) {
                int at = i;
                all.get(i).accept(() -> counts[at]++);
            }
        };
        int rounds = 200;
        int tasks = 1_000;
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            workers.add(start(threads, () -> {
                for (int round = 0; round < rounds; round++) {
                    once.run();
                    letOthersRun();
                }
            }));
        }
        workers.add(start(ThreadKind.PLATFORM, () -> {
            for (int round = 0; round < tasks; round++) {
                once.run();
            }
        }));
        var done = new CountDownLatch(tasks);
        var ticks = new AtomicInteger();
        loop.add(RunLoopTimer.repeating(Duration.ofMillis(1), timer -> ticks.incrementAndGet()), RunLoopMode.DEFAULT);
        Runnable[] next = new Runnable[1];
        next[0] = () -> {
            once.run();
            done.countDown();
            if (done.getCount() > 0) {
                loop.perform(next[0]);
                loop.wakeUp();
            }
        };
        loop.perform(next[0]);
        loop.wakeUp();

        await(done);
        for (Thread worker : workers) {
            join(worker);
        }
        int[] expected = new int[counts.length];
        Arrays.fill(expected, 10 * rounds + 2 * tasks);
        assertArrayEquals(expected, counts);
        assertTrue(ticks.get() > 0);
    }
}
