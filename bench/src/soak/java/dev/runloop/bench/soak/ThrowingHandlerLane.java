package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A loop whose exception handler always throws. Blocks, a source, timers and tasks fail far more often than
 * elsewhere, and everything behind a failure must still run.
 */
final class ThrowingHandlerLane extends LoopLane {
    private static final int MAX_TASKS = 30;
    private static final int TASKS_PER_FAILURE = 4;
    private static final long MAX_DELAY = 2_000_000;

    /** Where the loop reports when the handler throws; silenced. Held here because the JDK holds loggers weakly. */
    private static final Logger SILENT = Logger.getLogger("dev.runloop");

    private final RunLoopExecutor executor;
    private final Queue<TrackedTask> commands = new ConcurrentLinkedQueue<>();
    private final Source0 source;

    ThrowingHandlerLane(LaneContext context) {
        var failures = new AtomicInteger();
        super(
                context,
                context.loopThread("loop")
                        .exceptionHandler((thread, failure) ->
                                hearAndThrow(context, thread, failure, failures.incrementAndGet())));
        SILENT.setLevel(Level.OFF);
        this.executor = RunLoopExecutors.on(loop);
        this.source = Source0.create(this::drain);
        loop.add(source, RunLoopMode.DEFAULT);
    }

    private static void hearAndThrow(LaneContext context, Thread thread, Throwable failure, int number) {
        context.uncaught(thread, failure);
        context.ledger().count("handler throws");
        switch (number % 4) {
            case 0 -> throw new IllegalStateException("the handler fails");
            case 1 -> throw new AssertionError("the handler fails with an error", failure);
            case 2 -> throw new MessageThrows();
            default -> rethrow(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, List.of(this::blocks, this::signals, this::timers, this::tasks));
    }

    private void blocks(SplittableRandom random) throws InterruptedException {
        each("block", random, task -> {
            loop.perform(task);
            loop.wakeUp();
        });
    }

    private void signals(SplittableRandom random) throws InterruptedException {
        each("source", random, task -> {
            commands.add(task);
            source.signalAndWakeUp();
        });
    }

    private void drain() {
        for (TrackedTask task = commands.poll(); task != null; task = commands.poll()) {
            if (!commands.isEmpty()) {
                source.signalAndWakeUp(); // this one may throw
            }
            task.run();
        }
    }

    private void timers(SplittableRandom random) throws InterruptedException {
        each("timer", random, task -> addTimer(random.nextLong(MAX_DELAY), task), task -> {
            addTimer(MAX_DELAY, task); // fires behind all others
        });
    }

    private void addTimer(long delay, TrackedTask task) {
        loop.add(RunLoopTimer.oneShot(Duration.ofNanos(delay), _ -> task.run()), RunLoopMode.DEFAULT);
    }

    private void tasks(SplittableRandom random) throws InterruptedException {
        each("execute", random, executor::execute);
    }

    private void each(String operation, SplittableRandom random, HandOver handOver) throws InterruptedException {
        each(operation, random, handOver, handOver);
    }

    /** Submits tasks, many of which throw, and waits for the last one. */
    private void each(String operation, SplittableRandom random, HandOver handOver, HandOver lastHandOver)
            throws InterruptedException {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random);
            if (random.nextInt(TASKS_PER_FAILURE) == 0) {
                task.failing();
            }
            context.handOver(operation, () -> handOver.accept(task));
            Stalls.betweenTasks(random);
        }
        TrackedTask last = new TrackedTask(context, overlap).failing().awaited();
        context.handOver(operation, () -> lastHandOver.accept(last));
        last.await();
    }

    @FunctionalInterface
    private interface HandOver {
        void accept(TrackedTask task);
    }

    @Override
    public void stop() throws Exception {
        executor.close();
        super.stop();
    }

    /** An exception that cannot even be printed. */
    private static final class MessageThrows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MessageThrows() {
            super(null, null, false, false);
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("the message fails");
        }
    }
}
