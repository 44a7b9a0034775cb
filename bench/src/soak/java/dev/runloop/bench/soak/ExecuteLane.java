package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Producers {@code execute} and {@code submit} tasks on one executor, wait for some and cancel others. The tasks of
 * one producer run in order.
 */
final class ExecuteLane extends ExecutorLane<ExecutorService> {
    private static final int PRODUCERS = 3;
    private static final int MAX_TASKS = 80;
    private static final int TASKS_PER_CANCEL = 20;

    private final List<OrderCheck> orders;

    ExecuteLane(LaneContext context, ExecutorService executor) {
        super(context, executor);
        this.orders = context.orders(PRODUCERS, "producer ");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, orders, this::produce);
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
            task.calm(); // a failure of a task that is cancelled while it runs is reported to no one
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
    public void stop() {
        super.stop();
        context.mustRefuse(
                "execute", () -> executor.execute(() -> context.violated("a task was run that came after close()")));
    }
}
