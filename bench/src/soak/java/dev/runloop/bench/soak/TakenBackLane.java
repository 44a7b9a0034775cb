package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopThread;
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
 * Two loops that sleep nearly all the time, while others add items and hand over performs and tasks, and take each of
 * them back: one in the mode that the loop runs, one in a mode that it never runs. Whatever a loop kept of these would
 * show in the heap.
 */
final class TakenBackLane implements Lane {
    private static final int MOST_OF_A_KIND = 400;
    private static final Duration FAR = Duration.ofHours(1);
    private static final RunLoopMode IDLE = RunLoopMode.of("soak: never run");

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final RunLoopExecutor executor;
    private final RunLoopExecutor idleExecutor;
    private final Residence residence;

    TakenBackLane(Site site) {
        this.site = site;
        this.loopThread = site.loopThread("loop").start();
        this.loop = loopThread.loop();
        this.executor = RunLoopExecutors.on(loop);
        this.idleExecutor = RunLoopExecutors.on(loop, IDLE);
        this.residence = new Residence(site, "loop");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        site.together(random, List.of(this::items, this::performs, this::delayedTasks, this::idleTasks));
        Errand last = new Errand(site, residence).awaited();
        site.handOver("block", () -> loop.perform(last));
        loop.wakeUp();
        last.await();
    }

    private void items(SplittableRandom random) {
        for (int i = random.nextInt(MOST_OF_A_KIND); i > 0; i--) {
            RunLoopMode mode = random.nextBoolean() ? RunLoopMode.DEFAULT : IDLE;
            RunLoopItem item = switch (random.nextInt(3)) {
                case 0 -> RunLoopTimer.oneShot(FAR, _ -> site.violated("a timer has fired an hour early"));
                case 1 -> Source0.create(() -> site.violated("a source was performed without a signal"));
                default ->
                    RunLoopObserver.create(
                            List.of(RunLoopActivity.EXIT), (_, _) -> site.violated("the loop has exited"));
            };
            loop.add(item, mode);
            if (random.nextBoolean()) {
                item.invalidate();
            } else {
                loop.remove(item, mode);
            }
            site.ledger().count("item taken back");
        }
    }

    private void performs(SplittableRandom random) {
        for (int i = random.nextInt(MOST_OF_A_KIND); i > 0; i--) {
            Errand errand = new Errand(site, residence);
            site.ledger().offered("perform");
            PerformRequest<?> request = Perform.on(loopThread.thread())
                    .in(random.nextInt(10) == 0 ? RunLoopMode.DEFAULT : IDLE)
                    .perform((Runnable) errand);
            if (request.cancel()) {
                errand.end(Outcome.CANCELLED);
            }
        }
    }

    private void delayedTasks(SplittableRandom random) {
        for (int i = random.nextInt(MOST_OF_A_KIND); i > 0; i--) {
            Errand errand = new Errand(site, residence);
            site.ledger().offered("schedule");
            RunLoopExecutor to = random.nextBoolean() ? executor : idleExecutor;
            takeBack(errand, to.schedule((Runnable) errand, 1 + random.nextInt(60), TimeUnit.MINUTES));
        }
    }

    /** These lie in the queue of an executor whose turn never comes. */
    private void idleTasks(SplittableRandom random) {
        for (int i = random.nextInt(MOST_OF_A_KIND); i > 0; i--) {
            Errand errand = new Errand(site, residence);
            site.ledger().offered("submit");
            takeBack(errand, idleExecutor.submit((Runnable) errand));
        }
    }

    private void takeBack(Errand errand, Future<?> future) {
        if (future.cancel(false)) {
            errand.end(Outcome.CANCELLED);
        }
    }

    @Override
    public void settle() throws Exception {
        executor.submit(() -> {}).get();
        residence.audit();
    }

    @Override
    public void stop() {
        executor.close();
        idleExecutor.shutdownNow();
        loopThread.close();
        site.ledger().died();
    }
}
