package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("An executor of confined threads")
class ConfinedExecutorTest extends ConfinedTest {
    private RunLoopThread loopThread;
    private RunLoop loop;
    private ConfinedThreads threads;
    private ExecutorService executor;

    @BeforeEach
    void open() {
        loopThread = startLoop();
        loop = loopThread.loop();
        threads = ConfinedThreads.on(loop);
        executor = threads.newThreadPerTaskExecutor();
    }

    private static void sleepForLong(CountDownLatch begun) throws InterruptedException {
        begun.countDown();
        Thread.sleep(PATIENCE);
    }

    @Test
    void startsAThreadForEachTask() throws Exception {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        List<Future<?>> futures = IntStream.range(0, 50)
                .<Future<?>>mapToObj(i ->
                        executor.submit(() -> ids.add(Thread.currentThread().threadId())))
                .toList();
        for (Future<?> future : futures) {
            await(future);
        }

        assertEquals(50, ids.size());
        executor.close();
    }

    @Test
    void handsOverResultsAndExceptions() throws Exception {
        var thrown = new IllegalArgumentException("thrown by a test");
        Future<String> result = executor.submit(() -> "result on " + carrierName());
        Future<String> failure = executor.submit((Callable<String>) () -> {
            throw thrown;
        });

        assertEquals("result on loop", result.get());
        assertSame(thrown, assertThrows(ExecutionException.class, failure::get).getCause());
        executor.close();
    }

    @Test
    void tellsTheHandlerOfTheLoopWhatAnExecutedTaskThrows() throws Exception {
        var told = exceptionsOf(loop);
        var thrown = new IllegalArgumentException("thrown by a test");
        executor.execute(() -> {
            throw thrown;
        });
        executor.close();
        onLoop(loop, () -> {}); // behind the end of the thread

        assertSame(thrown, told.poll());
    }

    @Test
    void invokesAllForAThreadOfTheSameLoop() throws Exception {
        List<Callable<Integer>> tasks = List.of(
                () -> 1,
                () -> {
                    Thread.sleep(1);
                    return 2;
                },
                () -> 3);
        Future<Integer> sum = executor.submit(() -> executor.invokeAll(tasks).stream()
                .map(Future::resultNow)
                .collect(Collectors.summingInt(Integer::intValue)));

        assertEquals(6, sum.get());
        executor.close();
    }

    @Test
    void invokesAnyAndCancelsTheOthers() throws Exception {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        String first = executor.invokeAny(List.of(
                () -> {
                    try {
                        sleepForLong(begun);
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "slow";
                },
                () -> {
                    begun.await();
                    return "fast";
                }));

        assertEquals("fast", first);
        await(interrupted);
        executor.close();
    }

    @Test
    void cancelsATaskByInterruptingItsThread() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Future<?> future = executor.submit(() -> {
            try {
                sleepForLong(begun);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        });
        await(begun);
        future.cancel(true);

        await(interrupted);
        assertThrows(CancellationException.class, future::get);
        executor.close();
    }

    @Test
    void refusesToWaitOnTheThreadThatCarriesItsTasks() throws Exception {
        var end = new CountDownLatch(1);
        Future<?> future = executor.submit(() -> {
            end.await();
            return null;
        });
        onLoop(loop, () -> {
            assertThrows(IllegalStateException.class, future::get);
            assertThrows(IllegalStateException.class, () -> future.get(1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> executor.invokeAll(List.of(() -> 1)));
            assertThrows(IllegalStateException.class, () -> executor.invokeAll(List.of(() -> 1), 1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> executor.invokeAny(List.of(() -> 1)));
            assertThrows(IllegalStateException.class, () -> executor.invokeAny(List.of(() -> 1), 1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> executor.awaitTermination(1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, executor::close);
            assertFalse(executor.isShutdown());
        });
        end.countDown();
        await(future);
        executor.close();
    }

    @Test
    void mayBeAskedOnTheThreadThatCarriesItsTasksIfThereIsNothingToWaitFor() throws Exception {
        Future<String> future = executor.submit(() -> "done");
        await(future);
        onLoop(loop, () -> {
            assertEquals("done", future.get());
            assertEquals(List.of(), executor.invokeAll(List.of()));
            assertFalse(executor.awaitTermination(0, TimeUnit.SECONDS));
        });
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        onLoop(loop, executor::close);
    }

    @Test
    void takesNothingInAfterShutdownButRunsWhatItHas() throws Exception {
        var end = new CountDownLatch(1);
        Future<String> future = executor.submit(() -> {
            end.await();
            return "ran";
        });
        executor.shutdown();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        end.countDown();
        assertEquals("ran", future.get());
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
    }

    @Test
    void thatIsIdleTerminatesAtOnce() {
        executor.shutdown();

        assertTrue(executor.isTerminated());
    }

    @Test
    void interruptsItsTasksAndNoOthersOnShutdownNow() throws Exception {
        var begun = new CountDownLatch(2);
        var end = new CountDownLatch(1);
        ExecutorService other = threads.newThreadPerTaskExecutor();
        Future<?> mine = executor.submit(() -> {
            sleepForLong(begun);
            return null;
        });
        Future<?> others = other.submit(() -> {
            begun.countDown();
            end.await();
            return null;
        });
        await(begun);

        assertEquals(List.of(), executor.shutdownNow());
        var failure = assertThrows(ExecutionException.class, mine::get);
        assertEquals(InterruptedException.class, failure.getCause().getClass());
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertFalse(others.isDone());
        end.countDown();
        await(others);
        other.close();
    }

    @Test
    void interruptsATaskThatHasNotBegunOnShutdownNow() throws Exception {
        var isInterrupted = new AtomicReference<Boolean>();
        onLoop(loop, () -> {
            executor.execute(() -> isInterrupted.set(Thread.interrupted()));
            executor.shutdownNow();
        });
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        assertEquals(true, isInterrupted.get());
    }

    @Test
    void rejectsTasksAfterTheEndOfItsLoopAndTerminates() throws Exception {
        var begun = new CountDownLatch(1);
        Future<?> future = executor.submit(() -> {
            sleepForLong(begun);
            return null;
        });
        await(begun);
        loopThread.close();

        assertThrows(ExecutionException.class, future::get);
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        executor.close();
        assertTrue(executor.isTerminated());
    }

    @Test
    void saysWhatItIsDoing() throws Exception {
        assertEquals("ConfinedExecutor(loop)[Running, running tasks = 0]", executor.toString());
        assertThrows(NullPointerException.class, () -> executor.execute(null));
        executor.close();
        assertEquals("ConfinedExecutor(loop)[Terminated, running tasks = 0]", executor.toString());
    }

    @RepeatedTest(30)
    void runsEachTaskThatItHasAcceptedWhileItIsShutDown() throws Exception {
        var accepted = new int[1]; // the producer's
        var ran = new int[1]; // the confined threads'
        var first = new CountDownLatch(10);
        Thread producer = start(ThreadKind.PLATFORM, () -> {
            try {
                while (true) {
                    executor.execute(() -> ran[0]++);
                    accepted[0]++;
                    first.countDown();
                }
            } catch (RejectedExecutionException e) {
                // the end
            }
        });
        await(first);
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        join(producer);

        assertEquals(accepted[0], ran[0]);
    }
}
