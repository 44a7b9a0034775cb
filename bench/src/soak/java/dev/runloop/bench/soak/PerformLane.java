package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.perform.DeadlockException;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Performs on the loops of two threads: with and without waiting, with timeouts, cancelled, and after a delay; loops
 * that wait for each other and serve each other meanwhile, and loops that would deadlock and are told so.
 */
final class PerformLane implements Lane {
    private static final int MAX_TASKS = 25;
    private static final int TASKS_PER_WAIT = 5;
    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MAX_LIMIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final LaneContext context;
    private final RunLoopThread first;
    private final RunLoopThread second;
    private final OverlapCheck overlap;
    private final OverlapCheck secondOverlap;
    private final OrderCheck order;

    PerformLane(LaneContext context) {
        this.context = context;
        this.first = context.loopThread("first").start();
        this.second = context.loopThread("second").start();
        this.overlap = new OverlapCheck(context, "first loop");
        this.secondOverlap = new OverlapCheck(context, "second loop");
        this.order = OrderCheck.gapless(context, "performs");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, List.of(this::inOrder, this::withWaits, this::withCancels, this::delayed));
        if (random.nextBoolean()) {
            serveEachOther(random);
        } else {
            waitForEachOther();
        }
    }

    private void inOrder(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random).in(order);
            context.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) task));
            Stalls.betweenTasks(random);
        }
        TrackedTask last = context.task(overlap, random).in(order).awaited();
        context.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) last));
        last.await();
    }

    private void withWaits(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random);
            if (random.nextInt(TASKS_PER_WAIT) == 0) {
                waitForAWhile(task, 1 + random.nextLong(MAX_LIMIT));
            } else {
                context.ledger().offered("perform and wait");
                try {
                    Perform.onThreadAndWait(first.thread(), (Runnable) task);
                } catch (SeededFailure e) {
                    e.isHeard();
                }
                context.require(task.hasRun(), "a wait has ended before its perform has run");
            }
        }
    }

    private void waitForAWhile(TrackedTask task, long limit) throws InterruptedException {
        context.ledger().offered("perform and wait for a while");
        try {
            var _ = Perform.on(first.thread()).performAndWait(Duration.ofNanos(limit), task.calm());
        } catch (TimeoutException e) {
            if (Objects.requireNonNull(e.getMessage()).contains("has not begun")) {
                task.end(Outcome.CANCELLED); // if it runs even so, it reports that
            }
        }
    }

    private void withCancels(SplittableRandom random) {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random);
            context.ledger().offered("perform");
            PerformRequest<?> request = Perform.onThread(first.thread(), (Runnable) task);
            Stalls.betweenTasks(random);
            if (request.cancel()) {
                task.end(Outcome.CANCELLED);
                context.ledger().count("cancel of a perform");
            }
        }
    }

    /** Schedules on the first loop itself, where delayed performs belong. */
    private void delayed(SplittableRandom random) throws InterruptedException {
        TrackedTask scheduling = new TrackedTask(context, overlap) {
            @Override
            void visit() {
                performLater(random);
            }
        };
        scheduling.awaited();
        context.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) scheduling));
        scheduling.await();
        TrackedTask last = new TrackedTask(context, overlap).awaited();
        context.handOver(
                "perform",
                () -> Perform.onThread(first.thread(), () -> {
                    var _ = Perform.afterDelay(Duration.ofNanos(MAX_DELAY + 1), (Runnable) last);
                }));
        last.await(); // and so have all with earlier dates
    }

    private void performLater(SplittableRandom random) {
        var kept = new Object();
        var cancelled = new Object();
        List<TrackedTask> toCancel = new ArrayList<>();
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            boolean cancels = random.nextBoolean();
            long delay = random.nextLong(MAX_DELAY);
            TrackedTask task = context.task(overlap, random).after(delay);
            context.ledger().offered("perform after a delay");
            var _ = Perform.afterDelay(cancels ? cancelled : kept, Duration.ofNanos(delay), (Runnable) task);
            if (cancels) {
                toCancel.add(task);
            }
        }
        Perform.cancelPreviousPerformRequests(cancelled);
        context.ledger().count("cancel of previous performs");
        toCancel.forEach(task -> task.end(Outcome.CANCELLED));
    }

    /** Each loop performs for the other while it waits for it, in a mode of its own. */
    private void serveEachOther(SplittableRandom random) throws InterruptedException {
        TrackedTask there = new TrackedTask(context, secondOverlap);
        TrackedTask back = context.task(overlap, random).calm();
        RunLoopMode reply = RunLoopMode.CONNECTION_REPLY;
        context.ledger().offered("perform and serve");
        context.ledger().offered("perform and serve");
        Perform.onThreadAndWait(first.thread(), () -> {
            var _ = Perform.on(second.thread()).in(RunLoopMode.COMMON, reply).performAndServe(reply, () -> {
                there.run();
                return Perform.on(first.thread()).in(RunLoopMode.COMMON, reply).performAndServe(reply, back);
            });
        });
        context.require(there.hasRun() && back.hasRun(), "a wait has ended before its perform has run");
    }

    /** One of the two must be told of the deadlock. */
    private void waitForEachOther() throws InterruptedException {
        context.ledger().count("wait of two loops for each other");
        try {
            Perform.onThreadAndWait(
                    first.thread(),
                    () -> waitFor(
                            second,
                            () -> waitFor(first, () -> {
                                context.violated("two loops wait for each other, and yet one of them performs");
                            })));
            context.violated("two loops wait for each other, and none is told");
        } catch (DeadlockException e) {
            context.ledger().count("told of a deadlock");
        }
    }

    private static void waitFor(RunLoopThread other, Runnable body) {
        try {
            Perform.onThreadAndWait(other.thread(), body);
        } catch (InterruptedException e) {
            throw new IllegalStateException("unexpected interrupt", e);
        }
    }

    /** Each step has waited for all its performs, except for cancelled ones and failures about to be reported. */
    @Override
    public void settle() throws Exception {
        TrackedTask last = new TrackedTask(context, overlap).in(order);
        context.ledger().offered("perform and wait");
        Perform.onThreadAndWait(first.thread(), (Runnable) last);
        overlap.audit();
        Perform.onThreadAndWait(second.thread(), secondOverlap::audit);
    }

    @Override
    public void stop() {
        context.end(first);
        context.end(second);
    }
}
