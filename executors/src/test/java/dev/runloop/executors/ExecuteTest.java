package dev.runloop.executors;

import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("execute")
class ExecuteTest extends ExecutorTest {
    private static final int PRODUCERS = 4;
    private static final int TASKS = 2_000;

    private int plain; // written without any synchronization but that of the executor

    @ParameterizedTest
    @EnumSource
    void runsTheTasksOfOneProducerInItsOrder(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<Integer> ran = new ArrayList<>();

        for (int i = 0; i < TASKS; i++) {
            int number = i;
            executor.execute(() -> ran.add(number));
        }

        drain(executor);
        assertEquals(IntStream.range(0, TASKS).boxed().collect(toList()), ran);
    }

    @ParameterizedTest
    @EnumSource
    void runsTasksThatATaskHandsOverAfterThoseThatWereThere(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        List<String> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);

        executor.execute(() -> {
            ran.add("first");
            executor.execute(() -> ran.add("from first"));
        });
        executor.execute(() -> ran.add("second"));
        roadblock.open();

        drain(executor);
        drain(executor);
        assertEquals(List.of("first", "second", "from first"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsInTheCallEvenOnTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var ranInTheCall = new AtomicBoolean();
        executor.execute(() -> {
            var ran = new AtomicBoolean();
            executor.execute(() -> ran.set(true));
            ranInTheCall.set(ran.get());
        });

        drain(executor);
        assertFalse(ranInTheCall.get());
    }

    @ParameterizedTest
    @EnumSource
    void neverRunsTwoTasksAtOnce(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var inTask = new AtomicBoolean();
        var overlaps = new AtomicInteger();
        produce(executor, () -> {
            if (!inTask.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
            Thread.onSpinWait();
            inTask.set(false);
        });

        assertEquals(0, overlaps.get());
    }

    @ParameterizedTest
    @EnumSource
    void runsEveryTaskOnTheThreadOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        produce(executor, () -> threads.add(Thread.currentThread()));

        assertEquals(Set.of(executor.loop().thread()), threads);
    }

    private void produce(RunLoopExecutor executor, Runnable task) throws InterruptedException {
        var done = new CountDownLatch(PRODUCERS * TASKS);
        for (int i = 0; i < PRODUCERS; i++) {
            start(ThreadKind.PLATFORM, () -> {
                for (int j = 0; j < TASKS; j++) {
                    executor.execute(() -> {
                        task.run();
                        done.countDown();
                    });
                }
            });
        }
        await(done);
    }

    @ParameterizedTest
    @EnumSource
    void showsATaskWhatItsProducerWroteBefore(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var stale = new AtomicInteger();
        for (int i = 1; i <= TASKS; i++) {
            int expected = i;
            var ran = new CountDownLatch(1);
            plain = expected;
            executor.execute(() -> {
                if (plain != expected) {
                    stale.incrementAndGet();
                }
                ran.countDown();
            });
            await(ran);
        }

        assertEquals(0, stale.get());
    }

    @ParameterizedTest
    @EnumSource
    void showsATaskWhatTheTaskBeforeItWrote(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        plain = 0;
        produce(executor, () -> plain++);

        assertEquals(PRODUCERS * TASKS, executor.submit(() -> plain).get());
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerWhatATaskThrows(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var thrown = new IllegalStateException("thrown by a task");
        executor.execute(() -> {
            throw thrown;
        });

        drain(executor);
        assertSame(thrown, exceptions.poll());
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheExceptionHandlerAlsoOfErrors(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        var thrown = new StackOverflowError("thrown by a task");
        executor.execute(() -> {
            throw thrown;
        });

        drain(executor);
        assertSame(thrown, exceptions.poll());
    }

    @ParameterizedTest
    @EnumSource
    void runsTheTasksAfterOneThatThrows(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        Queue<Throwable> exceptions = exceptionsOf(executor.loop());
        List<Integer> ran = new ArrayList<>();
        Roadblock roadblock = block(executor);
        for (int i = 0; i < 10; i++) {
            int number = i;
            executor.execute(() -> {
                ran.add(number);
                throw new IllegalStateException("thrown by task " + number);
            });
        }
        roadblock.open();

        drain(executor);
        assertEquals(IntStream.range(0, 10).boxed().collect(toList()), ran);
        assertEquals(10, exceptions.size());
    }
}
