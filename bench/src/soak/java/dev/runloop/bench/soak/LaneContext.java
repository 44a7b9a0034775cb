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
 * Where a lane works: its kind of thread, the name that all its threads begin with, and its books. It lasts as long as
 * the run, while lanes may come and go on it. Thread-safe.
 */
final class LaneContext {
    /** Of so many tasks one throws. */
    static final int TASKS_PER_FAILURE = 200;

    /** What is done at the same time as others of its kind. */
    @FunctionalInterface
    interface Producer {
        /** Hands over tasks. */
        void produce(SplittableRandom random) throws Exception;
    }

    /** A producer that has an item of its own. */
    @FunctionalInterface
    interface ItemProducer<T> {
        /** Hands over tasks. */
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

    /** Something is wrong. */
    void violated(String what) {
        violations.add(name, what);
    }

    /** Unless this holds, something is wrong. */
    void require(boolean holds, String what) {
        if (!holds) {
            violated(what);
        }
    }

    void audit() {
        ledger.audit(name, violations);
    }

    /** Says whether a loop is missing, when all should have ended. */
    void auditLoops() {
        ledger.auditLoops(name, violations);
    }

    // ---- loops ----

    /** A thread with a loop, to be started. */
    RunLoopThread.Builder loopThread(String what) {
        ledger.born();
        return threadKind.loopThread().name(name + " " + what).exceptionHandler(this::uncaught);
    }

    /** An executor with a loop of its own, to be built. */
    RunLoopExecutorBuilder executor(String what) {
        ledger.born();
        return threadKind.executor().name(name + " " + what).exceptionHandler(this::uncaught);
    }

    /** Ends a loop that {@link #loopThread} has made. */
    void end(RunLoopThread loopThread) {
        loopThread.close();
        ledger.died();
    }

    /** A callback has thrown, and nobody waits for it. */
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

    /** Checks the order of the tasks of so many producers, some of which may be cancelled. */
    List<OrderCheck> orders(int count, String name) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> OrderCheck.withGaps(this, name + i))
                .toList();
    }

    /** A new task, with a stall and a failure as the dice will have it. */
    TrackedTask task(OverlapCheck overlap, SplittableRandom random) {
        return new TrackedTask(this, overlap).drawn(random);
    }

    /** Hands a task over to one who has no reason to refuse it. */
    void handOver(String operation, Runnable call) {
        ledger.offered(operation);
        call.run();
    }

    /** Hands a task over to one who may be at his end. Answers whether he has accepted it. */
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

    /** Hands something to a loop that has ended, which has to refuse it. */
    void mustRefuse(String operation, Runnable call) {
        try {
            call.run();
            violated(operation + ": accepted after the end");
        } catch (RejectedExecutionException | RunLoopEndedException | PortInvalidException e) {
            ledger.count(operation + ", refused after the end");
        }
    }

    /** Waits for the result of a task that has been handed over, and is not cancelled. */
    void await(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            hear(e.getCause());
        }
    }

    /** One who has waited is told this. */
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

    /** Has one producer for each of these items do its work, all at once. */
    <T> void together(SplittableRandom random, List<T> items, ItemProducer<T> producer) throws Exception {
        together(
                random,
                items.stream()
                        .map(item -> (Producer) own -> producer.produce(item, own))
                        .toList());
    }

    /**
     * Has producers do their work at once, the first of them here and the others on virtual threads; waits for
     * all.
     */
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
            threads.forEach(Thread::interrupt); // those that are still at it
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
