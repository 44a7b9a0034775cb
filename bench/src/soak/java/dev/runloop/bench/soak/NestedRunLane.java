package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopThread;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that run their loop again, in a private mode or in the default mode, while others hand tasks to each and stop
 * runs. Tasks run in their own mode only, and in order across all depths.
 */
final class NestedRunLane implements Lane {
    private static final RunLoopMode PRIVATE = RunLoopMode.of("dev.runloop.bench.soak.private");
    private static final int MOST_ERRANDS = 40;
    private static final int ERRANDS_A_NEST = 10;
    private static final int ERRANDS_A_STOP = 30;
    private static final int DEEPEST = 4;
    private static final long LONGEST_RUN = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final RunLoopExecutor outer;
    private final RunLoopExecutor inner;
    private final Residence residence;
    private final PassWatch passes;
    private final Line outerLine;
    private final Line innerLine;
    private int depth; // of the loop's thread

    NestedRunLane(Site site) {
        this.site = site;
        this.loopThread = site.loopThread("loop").start();
        this.loop = loopThread.loop();
        this.outer = RunLoopExecutors.on(loop, RunLoopMode.DEFAULT);
        this.inner = RunLoopExecutors.on(loop, PRIVATE);
        this.residence = new Residence(site, "loop");
        this.passes = new PassWatch(site, loop);
        loop.add(passes.observer(), PRIVATE);
        this.outerLine = Line.gapless(site, "default mode");
        this.innerLine = Line.gapless(site, "private mode");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        site.together(
                random,
                List.of(
                        own -> produce(outer, RunLoopMode.DEFAULT, outerLine, own),
                        own -> produce(inner, PRIVATE, innerLine, own)));
        Errand lastInner = new ModeErrand(PRIVATE).in(innerLine);
        site.handOver("execute in a private mode", () -> inner.execute(lastInner));
        serve(lastInner);
    }

    private void produce(RunLoopExecutor executor, RunLoopMode mode, Line line, SplittableRandom random) {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = new ModeErrand(mode, random.nextInt(ERRANDS_A_NEST) == 0 ? random.split() : null)
                    .drawn(random)
                    .in(line);
            String operation = mode == PRIVATE ? "execute in a private mode" : "execute in the default mode";
            site.handOver(operation, () -> executor.execute(errand));
            if (random.nextInt(ERRANDS_A_STOP) == 0) {
                loop.stop();
                site.ledger().count("stop of a run");
            }
            Stalls.betweenErrands(random);
        }
    }

    /**
     * Has the loop run in the private mode until this errand has run, without a limit that would make up for a lost
     * wake-up.
     */
    private void serve(Errand lastInner) throws InterruptedException {
        Errand serving = new Errand(site, residence) {
            @Override
            void visit() {
                while (!lastInner.hasRun() && !loopThread.isTerminated()) {
                    loop.runInMode(PRIVATE, A_DAY, true);
                }
            }
        };
        serving.in(outerLine).awaited();
        site.handOver("execute in the default mode", () -> outer.execute(serving));
        serving.await();
    }

    @Override
    public void settle() throws Exception {
        site.await(outer.submit(() -> {}));
        residence.audit();
    }

    @Override
    public void stop() {
        loopThread.close();
        site.ledger().died();
        passes.requireEnded();
    }

    /** Looks whether the loop runs in its mode, and may run it again. */
    private final class ModeErrand extends Errand {
        private final RunLoopMode mode;
        private final @Nullable SplittableRandom nesting;

        ModeErrand(RunLoopMode mode) {
            this(mode, null);
        }

        ModeErrand(RunLoopMode mode, @Nullable SplittableRandom nesting) {
            super(site, residence);
            this.mode = mode;
            this.nesting = nesting;
        }

        @Override
        void visit() {
            RunLoopMode current = loop.currentMode().orElse(RunLoopMode.COMMON);
            site.require(current.equals(mode), "a task of " + mode + " runs in " + current);
            if (nesting != null && depth < DEEPEST) {
                depth++;
                nest(nesting);
                depth--;
            }
        }

        private void nest(SplittableRandom random) {
            RunLoopMode next = random.nextBoolean() ? PRIVATE : RunLoopMode.DEFAULT;
            long limit = random.nextLong(LONGEST_RUN);
            long begin = System.nanoTime();
            RunLoopResult result = loop.runInMode(next, Duration.ofNanos(limit), random.nextBoolean());
            long early = begin + limit - System.nanoTime();
            site.require(
                    result != RunLoopResult.TIMED_OUT || early <= 0, "a run has timed out " + early + " ns too early");
            site.ledger().count("nested run: " + result);
        }
    }
}
