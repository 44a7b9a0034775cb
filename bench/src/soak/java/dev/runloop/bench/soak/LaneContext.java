package dev.runloop.bench.soak;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopThread;
import dev.runloop.executors.RunLoopExecutorBuilder;
import dev.runloop.port.PortInvalidException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a lane works with: its kind of thread, the prefix of its threads' names, and its ledger. It outlives the lanes
 * that are started on it one after the other. Thread-safe.
 */
final class LaneContext {
    static final int TASKS_PER_FAILURE = 200;

    /** Work that runs concurrently with other producers. */
    @FunctionalInterface
    interface Producer {
        void produce(SplittableRandom random) throws Exception;
    }

    /** A producer with an item of its own. */
    @FunctionalInterface
    interface ItemProducer<T> {
        void produce(T item, SplittableRandom random) throws Exception;
    }

    private final String name;
    private final ThreadKind threadKind;
    private final Violations violations;
    private final Ledger ledger = new Ledger();

    LaneContext(String name, ThreadKind threadKind, Violations violations) {
        this.name = name;
        this.threadKind = threadKind;
        this.violations = violations;
    }

    String name() {
        return name;
    }

    ThreadKind threadKind() {
        return threadKind;
    }

    Ledger ledger() {
        return ledger;
    }

    void violated(String what) {
        violations.add(name, what);
    }

    void require(boolean holds, String what) {
        if (!holds) {
            violated(what);
        }
    }

    void audit() {
        ledger.audit(name, violations);
    }

    /** Checks that all loops have ended. */
    void auditLoops() {
        ledger.auditLoops(name, violations);
    }

    // ---- loops ----

    /** Starts a thread with a loop once it is built. */
    RunLoopThread.Builder loopThread(String what) {
        ledger.born();
        return threadKind.loopThread().name(name + " " + what).exceptionHandler(this::uncaught);
    }

    /** An executor with a loop of its own. */
    RunLoopExecutorBuilder executor(String what) {
        ledger.born();
        return threadKind.executor().name(name + " " + what).exceptionHandler(this::uncaught);
    }

    /** Ends a loop from {@link #loopThread}. */
    void end(RunLoopThread loopThread) {
        loopThread.close();
        ledger.died();
    }

    /** A callback threw, and nothing waits for its result. */
    void uncaught(Thread thread, Throwable failure) {
        if (failure instanceof SeededFailure seeded) {
            seeded.isHeard();
        } else {
            unexpected("on " + thread, failure);
        }
    }

    void unexpected(String where, Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        violated("unexpected " + where + ": " + trace.toString().strip());
    }

    // ---- tasks ----

    /** One order check per producer, for tasks some of which may be cancelled. */
    List<OrderCheck> orders(int count, String name) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> OrderCheck.withGaps(this, name + i))
                .toList();
    }

    /** A new task with a random stall and a random failure. */
    TrackedTask task(OverlapCheck overlap, SplittableRandom random) {
        return new TrackedTask(this, overlap).drawn(random);
    }

    /** Submits a task to something that has no reason to refuse it. */
    void handOver(String operation, Runnable call) {
        ledger.offered(operation);
        call.run();
    }

    /** Submits a task to something that may have ended, and returns whether it was accepted. */
    boolean handOverOrRefuse(String operation, TrackedTask task, Runnable call) {
        ledger.offered(operation);
        try {
            call.run();
            return true;
        } catch (RejectedExecutionException | RunLoopEndedException | PortInvalidException e) {
            task.end(Outcome.REFUSED);
            return false;
        }
    }

    /** Submits to something that has ended and must refuse. */
    void mustRefuse(String operation, Runnable call) {
        try {
            call.run();
            violated(operation + ": accepted after the end");
        } catch (RejectedExecutionException | RunLoopEndedException | PortInvalidException e) {
            ledger.count(operation + ", refused after the end");
        }
    }

    /** Waits for the result of a submitted task that is not cancelled. */
    void await(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            hear(e.getCause());
        }
    }

    /** A waiting thread was told of this failure. */
    void hear(@Nullable Throwable failure) {
        if (failure instanceof SeededFailure seeded) {
            seeded.isHeard();
        } else {
            throw new IllegalStateException("a task has failed by itself", failure);
        }
    }

    void lookAtDate(TrackedTask task, long due) {
        long late = System.nanoTime() - due;
        if (late < 0) {
            violated("early by %,d ns: %s".formatted(-late, task));
        }
        ledger.late(late);
    }

    // ---- producers ----

    /** Runs one producer per item, all at once. */
    <T> void together(SplittableRandom random, List<T> items, ItemProducer<T> producer) throws Exception {
        together(
                random,
                items.stream()
                        .map(item -> (Producer) own -> producer.produce(item, own))
                        .toList());
    }

    /** Runs producers at once, the first on this thread and the others on virtual threads, and waits for all. */
    void together(SplittableRandom random, List<Producer> producers) throws Exception {
        List<FutureTask<?>> others = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Producer producer : producers.subList(1, producers.size())) {
            SplittableRandom own = random.split();
            var task = new FutureTask<>(() -> {
                producer.produce(own);
                return producer;
            });
            others.add(task);
            threads.add(Thread.ofVirtual().name(name + " producer").start(task));
        }
        try {
            producers.getFirst().produce(random);
            for (FutureTask<?> other : others) {
                other.get();
            }
        } finally {
            threads.forEach(Thread::interrupt); // those still working
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
