package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that run their loop again, in a private mode or in the default mode, while producers submit to both and stop
 * runs. Tasks run in their own mode only, and in order across all depths.
 */
final class NestedRunLane extends LoopLane {
    private static final RunLoopMode PRIVATE = RunLoopMode.of("dev.runloop.bench.soak.private");
    private static final int MAX_TASKS = 40;
    private static final int TASKS_PER_NEST = 10;
    private static final int TASKS_PER_STOP = 30;
    private static final int DEEPEST = 4;
    private static final long MAX_RUN = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final RunLoopExecutor outer;
    private final RunLoopExecutor inner;
    private final PassWatch passes;
    private final OrderCheck outerOrder;
    private final OrderCheck innerOrder;
    private int depth; // of the loop's thread

    NestedRunLane(LaneContext context) {
        super(context);
        this.outer = RunLoopExecutors.on(loop, RunLoopMode.DEFAULT);
        this.inner = RunLoopExecutors.on(loop, PRIVATE);
        this.passes = new PassWatch(context, loop);
        loop.add(passes.observer(), PRIVATE);
        this.outerOrder = OrderCheck.gapless(context, "default mode");
        this.innerOrder = OrderCheck.gapless(context, "private mode");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(
                random,
                List.of(
                        own -> produce(outer, RunLoopMode.DEFAULT, outerOrder, own),
                        own -> produce(inner, PRIVATE, innerOrder, own)));
        TrackedTask lastInner = new ModeTask(PRIVATE).in(innerOrder);
        context.handOver("execute in a private mode", () -> inner.execute(lastInner));
        serve(lastInner);
    }

    private void produce(RunLoopExecutor executor, RunLoopMode mode, OrderCheck order, SplittableRandom random) {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = new ModeTask(mode, random.nextInt(TASKS_PER_NEST) == 0 ? random.split() : null)
                    .drawn(random)
                    .in(order);
            String operation = mode == PRIVATE ? "execute in a private mode" : "execute in the default mode";
            context.handOver(operation, () -> executor.execute(task));
            if (random.nextInt(TASKS_PER_STOP) == 0) {
                loop.stop();
                context.ledger().count("stop of a run");
            }
            Stalls.betweenTasks(random);
        }
    }

    /**
     * Runs the loop in the private mode until this task has run, without a time limit that could hide a lost wake-up.
     */
    private void serve(TrackedTask lastInner) throws InterruptedException {
        TrackedTask serving = new TrackedTask(context, overlap) {
            @Override
            void visit() {
                while (!lastInner.hasRun() && !loopThread.isTerminated()) {
                    loop.runInMode(PRIVATE, A_DAY, true);
                }
            }
        };
        serving.in(outerOrder).awaited();
        context.handOver("execute in the default mode", () -> outer.execute(serving));
        serving.await();
    }

    @Override
    public void settle() throws Exception {
        context.await(outer.submit(() -> {}));
        overlap.audit();
    }

    @Override
    public void stop() throws Exception {
        super.stop();
        passes.requireEnded();
    }

    /** Checks that the loop runs in the task's mode, and may run it again. */
    private final class ModeTask extends TrackedTask {
        private final RunLoopMode mode;
        private final @Nullable SplittableRandom nesting;

        ModeTask(RunLoopMode mode) {
            this(mode, null);
        }

        ModeTask(RunLoopMode mode, @Nullable SplittableRandom nesting) {
            super(context, overlap);
            this.mode = mode;
            this.nesting = nesting;
        }

        @Override
        void visit() {
            RunLoopMode current = loop.currentMode().orElse(RunLoopMode.COMMON);
            context.require(current.equals(mode), "a task of " + mode + " runs in " + current);
            if (nesting != null && depth < DEEPEST) {
                depth++;
                nest(nesting);
                depth--;
            }
        }

        private void nest(SplittableRandom random) {
            RunLoopMode next = random.nextBoolean() ? PRIVATE : RunLoopMode.DEFAULT;
            long limit = random.nextLong(MAX_RUN);
            long begin = System.nanoTime();
            RunLoopResult result = loop.runInMode(next, Duration.ofNanos(limit), random.nextBoolean());
            long early = begin + limit - System.nanoTime();
            context.require(
                    result != RunLoopResult.TIMED_OUT || early <= 0, "a run has timed out " + early + " ns too early");
            context.ledger().count("nested run: " + result);
        }
    }
}
