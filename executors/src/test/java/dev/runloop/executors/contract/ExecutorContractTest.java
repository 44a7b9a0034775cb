package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An Executor")
class ExecutorContractTest extends Contract {

    @EachExecutor
    void runsATask(Subject subject) throws Exception {
        var ran = new CountDownLatch(1);
        open(subject).execute(ran::countDown);

        await(ran);
    }

    @EachExecutor
    void refusesNull(Subject subject) {
        ExecutorService executor = open(subject);

        assertThrows(NullPointerException.class, () -> executor.execute(null));
    }

    @EachExecutor
    void goesOnAfterItHasRefusedNull(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        assertThrows(NullPointerException.class, () -> executor.execute(null));

        drain(executor);
    }

    @EachExecutor
    void runsATaskOnAnotherThreadThanItsProducers(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        executor.execute(() -> threads.add(Thread.currentThread()));

        drain(executor);
        assertFalse(threads.contains(Thread.currentThread()));
    }

    @EachSerialExecutor
    void runsAllTasksOnOneThread(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 100; i++) {
            executor.execute(() -> threads.add(Thread.currentThread()));
        }

        drain(executor);
        assertEquals(1, threads.stream().distinct().count());
    }

    @EachSerialExecutor
    void runsTasksInTheOrderInWhichTheyCame(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Integer> ran = new ArrayList<>();
        List<Integer> expected = IntStream.range(0, 10_000).boxed().toList();
        expected.forEach(number -> executor.execute(() -> ran.add(number)));

        drain(executor);
        assertEquals(expected, ran);
    }

    @EachSerialExecutor
    void keepsTheOrderOfEachOfItsProducers(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<Integer> expected = IntStream.range(0, 2_000).boxed().toList();
        List<List<Integer>> ran = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Thread> producers = new ArrayList<>();
        for (List<Integer> ranOfThis : ran) {
            producers.add(inThread(() -> expected.forEach(number -> executor.execute(() -> ranOfThis.add(number)))));
        }
        for (Thread producer : producers) {
            join(producer);
        }

        drain(executor);
        assertEquals(List.of(expected, expected, expected), ran);
    }

    @EachExecutor
    void runsEachTaskOfManyProducersOnce(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            producers.add(inThread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    executor.execute(runs::incrementAndGet);
                }
            }));
        }
        for (Thread producer : producers) {
            join(producer);
        }

        drain(executor);
        assertEquals(4_000, runs.get());
    }

    @EachSerialExecutor
    void runsOneTaskAtATime(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        Runnable task = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            spend(Duration.ofNanos(1_000), System.nanoTime());
            running.decrementAndGet();
        };
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            producers.add(inThread(() -> IntStream.range(0, 500).forEach(n -> executor.execute(task))));
        }
        for (Thread producer : producers) {
            join(producer);
        }

        drain(executor);
        assertEquals(1, most.get());
    }

    @EachExecutor
    void runsTheSameTaskAsOftenAsItIsHandedOver(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var runs = new AtomicInteger();
        Runnable task = runs::incrementAndGet;
        for (int i = 0; i < 10; i++) {
            executor.execute(task);
        }

        drain(executor);
        assertEquals(10, runs.get());
    }

    @EachExecutor
    void runsATaskThatATaskHandsOver(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var ran = new CountDownLatch(1);
        executor.execute(() -> executor.execute(ran::countDown));

        await(ran);
    }

    @EachSerialExecutor
    void neverRunsATaskInsideAnother(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<String> events = new ArrayList<>();
        executor.execute(() -> {
            executor.execute(() -> events.add("inner"));
            events.add("outer");
        });

        drain(executor);
        drain(executor);
        assertEquals(List.of("outer", "inner"), events);
    }

    @EachSerialExecutor
    void runsWhatATaskHandsOverBehindWhatIsQueued(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        List<String> events = new ArrayList<>();
        Roadblock roadblock = block(executor);
        executor.execute(() -> executor.execute(() -> events.add("handed over by a task")));
        executor.execute(() -> events.add("queued"));
        roadblock.open();

        drain(executor);
        drain(executor);
        assertEquals(List.of("queued", "handed over by a task"), events);
    }

    @EachExecutor
    void runsALongChainOfTasksThatHandOverTheNext(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var end = new CountDownLatch(1);
        var length = new AtomicInteger();
        Runnable link = new Runnable() {
            @Override
            public void run() {
                if (length.incrementAndGet() < 20_000) {
                    executor.execute(this);
                } else {
                    end.countDown();
                }
            }
        };
        executor.execute(link);

        await(end);
    }

    @EachExecutor
    void runsEachTaskOfALongConversation(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        for (int i = 0; i < 500; i++) {
            var ran = new CountDownLatch(1);
            executor.execute(ran::countDown);
            await(ran);
        }
    }

    @EachExecutor
    void showsATaskWhatItsProducerWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var wrong = new AtomicInteger();
        for (int i = 1; i <= 5_000; i++) {
            int number = i;
            var plain = new Plain();
            plain.value = number;
            executor.execute(() -> {
                if (plain.value != number) {
                    wrong.incrementAndGet();
                }
            });
        }

        drain(executor);
        assertEquals(0, wrong.get());
    }

    @EachSerialExecutor
    void showsATaskWhatTheTaskBeforeWrote(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var plain = new Plain();
        for (int i = 0; i < 10_000; i++) {
            executor.execute(() -> plain.value++);
        }

        drain(executor);
        assertEquals(10_000, plain.value);
    }

    @EachExecutor
    void startsATaskWithoutAnInterrupt(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var interrupted = new AtomicBoolean();
        executor.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));

        drain(executor);
        assertFalse(interrupted.get());
    }

    @EachSerialExecutor
    void hidesTheInterruptThatATaskLeavesBehind(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        var interrupted = new AtomicBoolean();
        Roadblock roadblock = block(executor);
        executor.execute(() -> Thread.currentThread().interrupt());
        executor.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
        roadblock.open();

        drain(executor);
        assertFalse(interrupted.get());
    }

    @EachExecutor
    void holdsNoTaskThatHasRun(Subject subject) throws Exception {
        ExecutorService executor = open(subject);
        WeakReference<Runnable> task = executeAndForget(executor);

        drain(executor);
        until(() -> {
            System.gc();
            return task.refersTo(null);
        });
    }

    private static WeakReference<Runnable> executeAndForget(ExecutorService executor) {
        var runs = new AtomicInteger();
        Runnable task = runs::incrementAndGet;
        executor.execute(task);
        return new WeakReference<>(task);
    }
}
