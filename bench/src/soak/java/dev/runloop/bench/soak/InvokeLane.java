package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Callers of {@code invokeAll} and {@code invokeAny} on one executor, also with timeouts that are too short. */
final class InvokeLane extends ExecutorLane<ExecutorService> {
    private static final int CALLERS = 3;
    private static final int MAX_TASKS = 12;
    private static final long MAX_LIMIT = TimeUnit.MILLISECONDS.toNanos(2);

    InvokeLane(LaneContext context, ExecutorService executor) {
        super(context, executor);
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, Collections.nCopies(CALLERS, this::call));
    }

    private void call(SplittableRandom random) throws Exception {
        List<TrackedTask> tasks = new ArrayList<>();
        for (int i = 1 + random.nextInt(MAX_TASKS); i > 0; i--) {
            tasks.add(context.task(overlap, random));
        }
        switch (random.nextInt(3)) {
            case 0 -> all(tasks);
            case 1 -> allInTime(tasks, 1 + random.nextLong(MAX_LIMIT));
            default -> any(tasks, 1 + random.nextLong(MAX_LIMIT));
        }
    }

    private void all(List<TrackedTask> tasks) throws InterruptedException {
        tasks.forEach(_ -> context.ledger().offered("invokeAll"));
        for (Future<?> future : executor.invokeAll(tasks)) {
            context.require(future.isDone(), "invokeAll has answered a future that is not done: " + future);
            context.await(future);
        }
    }

    private void allInTime(List<TrackedTask> tasks, long limit) throws InterruptedException {
        prepareForCancel(tasks, "invokeAll with a limit");
        List<Future<Long>> futures = executor.invokeAll(tasks, limit, TimeUnit.NANOSECONDS);
        for (int i = 0; i < tasks.size(); i++) {
            Future<Long> future = futures.get(i);
            context.require(future.isDone(), "invokeAll has answered a future that is not done: " + future);
            if (future.isCancelled()) {
                cancellations.add(tasks.get(i));
            }
        }
    }

    private void any(List<TrackedTask> tasks, long limit) throws Exception {
        prepareForCancel(tasks, "invokeAny");
        tasks.forEach(cancellations::add);
        try {
            executor.invokeAny(tasks, limit, TimeUnit.NANOSECONDS);
            context.require(
                    tasks.stream().anyMatch(TrackedTask::hasRun), "invokeAny has a result, and no task has run");
        } catch (TimeoutException e) {
            context.ledger().count("time out of invokeAny");
        }
    }

    private void prepareForCancel(List<TrackedTask> tasks, String operation) {
        for (TrackedTask task : tasks) {
            task.calm().mayBeInterrupted();
            context.ledger().offered(operation);
        }
    }
}
