package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Producers hand tasks to one executor by {@code execute} and {@code submit}, wait for some and cancel some. The tasks
 * of each producer run in its order.
 */
final class ExecuteLane implements Lane {
    private static final int PRODUCERS = 3;
    private static final int MAX_TASKS = 80;
    private static final int TASKS_PER_CANCEL = 20;

    private final LaneContext context;
    private final ExecutorService executor;
    private final OverlapCheck overlap;
    private final Cancellations cancellations = new Cancellations();
    private final List<OrderCheck> orders = new ArrayList<>();

    ExecuteLane(LaneContext context, ExecutorService executor) {
        this.context = context;
        this.executor = executor;
        this.overlap = new OverlapCheck(context, "executor");
        for (int i = 1; i <= PRODUCERS; i++) {
            orders.add(OrderCheck.withGaps(context, "producer " + i));
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<LaneContext.Producer> producers = new ArrayList<>();
        for (OrderCheck order : orders) {
            producers.add(own -> produce(order, own));
        }
        context.together(random, producers);
    }

    private void produce(OrderCheck order, SplittableRandom random) throws InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random).in(order);
            if (random.nextBoolean()) {
                context.handOver("execute", () -> executor.execute(task));
            } else {
                submit(task, random, futures);
            }
            Stalls.betweenTasks(random);
        }
        TrackedTask last = context.task(overlap, random).in(order).awaited();
        context.handOver("execute", () -> executor.execute(last));
        last.await();
        for (Future<?> future : futures) {
            context.require(future.isDone(), "a task has not run, and a later one of its producer has: " + future);
            context.await(future);
        }
    }

    private void submit(TrackedTask task, SplittableRandom random, List<Future<?>> futures) {
        boolean isToBeCancelled = random.nextInt(TASKS_PER_CANCEL) == 0;
        if (isToBeCancelled) {
            task.calm(); // what a task throws that was cancelled while it ran, nobody is told
        }
        context.ledger().offered("submit");
        Future<?> future =
                random.nextBoolean() ? executor.submit((Runnable) task) : executor.submit((Callable<Long>) task);
        if (!isToBeCancelled) {
            futures.add(future);
        } else if (cancellations.cancel(task, future, random.nextBoolean())) {
            context.ledger().count("cancel");
        }
    }

    @Override
    public void settle() throws Exception {
        context.await(executor.submit(() -> {}));
        cancellations.settle();
        overlap.audit();
    }

    @Override
    public void stop() {
        executor.close();
        context.ledger().died();
        context.require(executor.isTerminated(), "close() has returned, and the executor has not terminated: " + executor);
        try {
            executor.execute(() -> context.violated("a task has run that was handed over after close()"));
            context.violated("a task was accepted after close()");
        } catch (RejectedExecutionException e) {
            context.ledger().count("refusal after close");
        }
    }
}
