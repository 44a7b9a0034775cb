package dev.runloop.bench.soak;

import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A loop that sleeps nearly all the time while producers add items, performs and tasks and take each of them back, in
 * the mode that the loop runs and in one that it never runs. Whatever the loop retained would show in the heap.
 */
final class TakenBackLane extends LoopLane {
    private static final int MAX_OF_A_KIND = 400;
    private static final Duration FAR = Duration.ofHours(1);
    private static final RunLoopMode IDLE = RunLoopMode.of("soak: never run");

    private final RunLoopExecutor executor;
    private final RunLoopExecutor idleExecutor;

    TakenBackLane(LaneContext context) {
        super(context);
        this.executor = RunLoopExecutors.on(loop);
        this.idleExecutor = RunLoopExecutors.on(loop, IDLE);
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, List.of(this::items, this::performs, this::delayedTasks, this::idleTasks));
        performAndAwait(new TrackedTask(context, overlap));
    }

    private void items(SplittableRandom random) {
        for (int i = random.nextInt(MAX_OF_A_KIND); i > 0; i--) {
            RunLoopMode mode = random.nextBoolean() ? RunLoopMode.DEFAULT : IDLE;
            RunLoopItem item = switch (random.nextInt(3)) {
                case 0 -> RunLoopTimer.oneShot(FAR, _ -> context.violated("a timer has fired an hour early"));
                case 1 -> Source0.create(() -> context.violated("a source was performed without a signal"));
                default ->
                    RunLoopObserver.create(
                            List.of(RunLoopActivity.EXIT), (_, _) -> context.violated("the loop has exited"));
            };
            loop.add(item, mode);
            if (random.nextBoolean()) {
                item.invalidate();
            } else {
                loop.remove(item, mode);
            }
            context.ledger().count("item taken back");
        }
    }

    private void performs(SplittableRandom random) {
        for (int i = random.nextInt(MAX_OF_A_KIND); i > 0; i--) {
            TrackedTask task = new TrackedTask(context, overlap);
            context.ledger().offered("perform");
            PerformRequest<?> request = Perform.on(loopThread.thread())
                    .in(random.nextInt(10) == 0 ? RunLoopMode.DEFAULT : IDLE)
                    .perform((Runnable) task);
            if (request.cancel()) {
                task.end(Outcome.CANCELLED);
            }
        }
    }

    private void delayedTasks(SplittableRandom random) {
        for (int i = random.nextInt(MAX_OF_A_KIND); i > 0; i--) {
            TrackedTask task = new TrackedTask(context, overlap);
            context.ledger().offered("schedule");
            RunLoopExecutor to = random.nextBoolean() ? executor : idleExecutor;
            takeBack(task, to.schedule((Runnable) task, 1 + random.nextInt(60), TimeUnit.MINUTES));
        }
    }

    /** These wait in the queue of an executor that never runs. */
    private void idleTasks(SplittableRandom random) {
        for (int i = random.nextInt(MAX_OF_A_KIND); i > 0; i--) {
            TrackedTask task = new TrackedTask(context, overlap);
            context.ledger().offered("submit");
            takeBack(task, idleExecutor.submit((Runnable) task));
        }
    }

    private void takeBack(TrackedTask task, Future<?> future) {
        if (future.cancel(false)) {
            task.end(Outcome.CANCELLED);
        }
    }

    @Override
    public void settle() throws Exception {
        executor.submit(() -> {}).get();
        overlap.audit();
    }

    @Override
    public void stop() throws Exception {
        executor.close();
        idleExecutor.shutdownNow();
        super.stop();
    }
}
