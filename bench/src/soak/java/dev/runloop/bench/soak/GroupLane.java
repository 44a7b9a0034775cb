package dev.runloop.bench.soak;

import dev.runloop.executors.RunLoopGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;

/**
 * A group of loops to which its own tasks submit: some wait for the result, others are collected by completion
 * services, and callers wait for all of several tasks.
 */
final class GroupLane implements Lane {
    private static final int LOOPS = 3;
    private static final int PRODUCERS = 2;
    private static final int MAX_TASKS = 15;

    private final LaneContext context;
    private final RunLoopGroup group;

    GroupLane(LaneContext context) {
        this.context = context;
        for (int i = 1; i < LOOPS; i++) {
            context.ledger().born(); // the builder counts one
        }
        this.group = context.executor("loop").buildGroup(LOOPS);
    }

    /** A task of a group may run on any of its loops, so each task has an overlap check of its own. */
    private TrackedTask task(SplittableRandom random) {
        return context.task(new OverlapCheck(context, "task of a group"), random)
                .calm();
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, Collections.nCopies(PRODUCERS, this::submits));
        waitsInside(random);
    }

    private void submits(SplittableRandom random) throws Exception {
        switch (random.nextInt(3)) {
            case 0 -> completions(random);
            case 1 -> all(random);
            default -> tasksThatSubmit(random);
        }
    }

    private void completions(SplittableRandom random) throws Exception {
        CompletionService<Long> service = new ExecutorCompletionService<>(group);
        int tasks = 1 + random.nextInt(MAX_TASKS);
        for (int i = 0; i < tasks; i++) {
            TrackedTask task = task(random);
            context.handOver("completion service", () -> service.submit(task));
        }
        for (int i = 0; i < tasks; i++) {
            context.await(service.take());
        }
    }

    private void all(SplittableRandom random) throws InterruptedException {
        List<TrackedTask> tasks = new ArrayList<>();
        for (int i = 1 + random.nextInt(MAX_TASKS); i > 0; i--) {
            tasks.add(task(random));
            context.ledger().offered("invokeAll");
        }
        for (Future<?> future : group.invokeAll(tasks)) {
            context.await(future);
        }
    }

    /** A chain of tasks, each of which submits the next; none waits on a loop. */
    private void tasksThatSubmit(SplittableRandom random) throws InterruptedException {
        TrackedTask last = task(random).awaited();
        submitRow(random.split(), 1 + random.nextInt(MAX_TASKS), last);
        last.await();
    }

    private void submitRow(SplittableRandom random, int left, TrackedTask last) {
        if (left == 0) {
            context.handOver("submit", () -> {
                var _ = group.submit((Runnable) last);
            });
            return;
        }
        TrackedTask task = task(random);
        context.handOver(
                "submit of a task that submits",
                () -> group.execute(() -> {
                    task.run();
                    submitRow(random, left - 1, last);
                }));
    }

    /**
     * With nothing else going on, a task that waits for a task it submitted to another loop of the group gets its
     * result.
     */
    private void waitsInside(SplittableRandom random) throws Exception {
        TrackedTask inner = task(random);
        TrackedTask outer = task(random);
        context.ledger().offered("submit of a task that waits");
        context.ledger().offered("submit");
        context.await(group.submit(() -> {
            outer.run();
            group.submit((Runnable) inner).get();
            return inner;
        }));
        context.require(inner.hasRun(), "a get() on a loop of the group has returned before its task has run");
    }

    @Override
    public void settle() throws Exception {
        for (var member : group.members()) {
            context.await(member.submit(() -> {}));
        }
    }

    @Override
    public void stop() {
        group.close();
        for (int i = 0; i < LOOPS; i++) {
            context.ledger().died();
        }
        context.require(group.isTerminated(), "close() has returned, and the group has not terminated: " + group);
    }
}
