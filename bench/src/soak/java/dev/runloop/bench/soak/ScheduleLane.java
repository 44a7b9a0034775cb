package dev.runloop.bench.soak;

import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Producers schedule one-shot, fixed-rate and fixed-delay tasks on one executor. Most one-shot tasks are cancelled,
 * as timeouts are. None is early, and equal delays of one producer keep their order.
 */
final class ScheduleLane extends ExecutorLane<ScheduledExecutorService> {
    private static final int PRODUCERS = 2;
    private static final int MAX_TASKS = 60;
    private static final int TASKS_PER_PERIODIC = 15;
    private static final int MAX_RUNS = 6;
    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long MAX_PERIOD = TimeUnit.MILLISECONDS.toNanos(3);

    private final Queue<PeriodicTask> cancelled = new ConcurrentLinkedQueue<>();
    private final List<OrderCheck> orders;

    ScheduleLane(LaneContext context, ScheduledExecutorService executor) {
        super(context, executor);
        this.orders = context.orders(PRODUCERS, "delays of producer ");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(
                random,
                orders,
                (order, own) -> produce(order, MAX_DELAY * (orders.indexOf(order) + 1) / orders.size() / 2, own));
    }

    private void produce(OrderCheck order, long delayOfOrder, SplittableRandom random) throws Exception {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            if (random.nextInt(TASKS_PER_PERIODIC) == 0) {
                repeat(random);
            } else if (random.nextBoolean()) {
                scheduleAndCancel(random);
            } else {
                var _ = schedule(context.task(overlap, random).in(order), delayOfOrder);
            }
            Stalls.betweenTasks(random);
        }
        TrackedTask last = context.task(overlap, random).in(order).awaited();
        Future<?> future = schedule(last, delayOfOrder);
        last.await();
        context.await(future);
    }

    /** Such a task does not throw: its failure would stay in a future that nothing asks. */
    private Future<?> schedule(TrackedTask task, long nanos) {
        task.calm().after(nanos);
        context.ledger().offered("schedule");
        return executor.schedule((Runnable) task, nanos, TimeUnit.NANOSECONDS);
    }

    private void scheduleAndCancel(SplittableRandom random) {
        TrackedTask task = context.task(overlap, random);
        Future<?> future = schedule(task, random.nextLong(MAX_DELAY));
        Stalls.betweenTasks(random);
        if (cancellations.cancel(task, future, random.nextBoolean())) {
            context.ledger().count("cancel of a delayed task");
        }
    }

    /** A periodic task that throws in the end, or is cancelled. */
    private void repeat(SplittableRandom random) throws InterruptedException {
        boolean throwsInTheEnd = random.nextBoolean();
        boolean fixedRate = random.nextBoolean();
        long delay = random.nextLong(MAX_DELAY / 4);
        long period = 1 + random.nextLong(MAX_PERIOD);
        int mostRuns = throwsInTheEnd ? 1 + random.nextInt(MAX_RUNS) : Integer.MAX_VALUE;
        var task = new PeriodicTask(context, overlap, fixedRate, delay, period, mostRuns);
        context.ledger().count(fixedRate ? "schedule at a fixed rate" : "schedule with a fixed delay");
        Future<?> future = fixedRate
                ? executor.scheduleAtFixedRate(task, delay, period, TimeUnit.NANOSECONDS)
                : executor.scheduleWithFixedDelay(task, delay, period, TimeUnit.NANOSECONDS);
        if (throwsInTheEnd) {
            awaitFailure(task, future);
        } else {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(delay + MAX_RUNS * period));
            context.require(
                    future.cancel(random.nextBoolean()), "a periodic task cannot be cancelled, and has not thrown");
            context.ledger().count("cancel of a periodic task");
            cancelled.add(task);
        }
    }

    private void awaitFailure(PeriodicTask task, Future<?> future) throws InterruptedException {
        try {
            Object result = future.get();
            context.violated("a periodic task has ended with a result: " + result);
        } catch (ExecutionException e) {
            context.hear(e.getCause());
        }
        task.requireEnded();
    }

    @Override
    public void settle() throws Exception {
        // Delayed tasks run by their dates, so the ones before this have run.
        context.await(executor.schedule(() -> {}, MAX_DELAY + 1, TimeUnit.NANOSECONDS));
        cancelled.forEach(PeriodicTask::isOver);
        cancelled.clear();
        super.settle();
    }
}
