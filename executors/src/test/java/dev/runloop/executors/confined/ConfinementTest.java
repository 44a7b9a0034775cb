package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Confined threads")
class ConfinementTest extends ConfinedTest {
    private static final int THREADS = 5_000;
    private static final int ROUNDS = 100;

    private int counter; // of the confined threads, and of nobody else
    private boolean isInside; // likewise
    private int intrusions;

    @Test
    void countInAPlainFieldWithoutLosingAnIncrement() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        Set<String> carriers = new HashSet<>(); // confined as well
        List<Thread> started = IntStream.range(0, THREADS)
                .mapToObj(i -> start(threads, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        int before = counter;
                        if (round % 50 == i % 50) {
                            carriers.add(carrierName());
                        }
                        counter = before + 1;
                        if (round % 40 == i % 40) {
                            Thread.sleep(1);
                        } else {
                            letOthersRun();
                        }
                    }
                }))
                .toList();
        for (Thread thread : started) {
            join(thread);
        }

        onLoop(loop, () -> assertEquals(THREADS * ROUNDS, counter));
        assertEquals(Set.of(loop.thread().getName()), carriers);
    }

    @Test
    void areNotInterruptedByOthersOfTheLoopBetweenBlockingPoints() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        loop.add(RunLoopTimer.repeating(Duration.ofMillis(1), timer -> look()), RunLoopMode.DEFAULT);
        var end = new AtomicBoolean();
        Thread flood = start(ThreadKind.PLATFORM, () -> {
            while (!end.get()) {
                executor.submit(this::look).get();
            }
        });
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            workers.add(start(threads, () -> {
                for (int round = 0; round < 50; round++) {
                    look();
                    isInside = true;
                    for (int spin = 0; spin < 1_000; spin++) {
                        Thread.onSpinWait();
                    }
                    isInside = false;
                    Thread.sleep(0, 100_000);
                }
            }));
        }
        for (Thread worker : workers) {
            join(worker);
        }
        end.set(true);
        join(flood);

        onLoop(loop, () -> assertEquals(0, intrusions));
    }

    private void look() {
        if (isInside) {
            intrusions++;
        }
    }

    @Test
    void neverRunWithinTheirStart() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var ran = new AtomicReference<Thread>();

        onLoop(loop, () -> {
            ran.set(null);
            Thread thread = start(threads, () -> ran.set(Thread.currentThread()));
            assertEquals(null, ran.get());
            assertTrue(thread.isAlive());
        });
    }

    @Test
    void areVirtualAndNotTheThreadOfTheLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        var thread = new AtomicReference<Thread>();
        var isCurrent = new AtomicBoolean(true);
        join(start(ConfinedThreads.on(loop), () -> {
            thread.set(Thread.currentThread());
            isCurrent.set(loop.isCurrent());
        }));

        assertTrue(thread.get().isVirtual());
        assertFalse(isCurrent.get());
    }

    @Test
    void runInTheOrderInWhichTheyWereStarted() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        List<Integer> order = new ArrayList<>();
        var ended = new CountDownLatch(100);
        onLoop(
                loop,
                () -> IntStream.range(0, 100)
                        .forEach(i -> threads.start(() -> {
                            order.add(i);
                            ended.countDown();
                        })));
        await(ended);

        onLoop(loop, () -> assertEquals(IntStream.range(0, 100).boxed().toList(), order));
    }

    @Test
    void makeVirtualThreadsThatAreConfinedToo() throws Exception {
        RunLoop loop = startLoop().loop();
        var carrier = new AtomicReference<String>();
        join(start(ConfinedThreads.on(loop), () -> {
            Thread child = Thread.startVirtualThread(() -> carrier.set(carrierName()));
            child.join();
        }));

        assertEquals(loop.thread().getName(), carrier.get());
    }

    @Test
    void mayBeOfSeveralFactoriesOfOneLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        List<ConfinedThreads> factories = List.of(ConfinedThreads.on(loop), ConfinedThreads.on(loop));
        List<Thread> started = IntStream.range(0, 200)
                .mapToObj(i -> start(factories.get(i % 2), () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        counter++;
                        letOthersRun();
                    }
                }))
                .toList();
        for (Thread thread : started) {
            join(thread);
        }

        onLoop(loop, () -> assertEquals(200 * ROUNDS, counter));
    }
}
