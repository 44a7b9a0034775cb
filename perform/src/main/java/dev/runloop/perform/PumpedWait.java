package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.internal.Deadlines;
import dev.runloop.internal.OutermostRun;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A wait for a request in which the loop of the waiting thread serves one mode. A source of that mode tells the loop
 * when the request is done. If a callback runs the mode again, it is that inner run which hears of it; so an observer has
 * the outer one look once more before it sleeps. That is also when the wait settles, see {@link WaitsFor}.
 *
 * <p>Belongs to the waiting thread.
 */
final class PumpedWait {
    private static final Set<RunLoopActivity> PASSES =
            EnumSet.of(RunLoopActivity.BEFORE_TIMERS, RunLoopActivity.AFTER_WAITING);

    private static final Set<RunLoopActivity> RESTS = EnumSet.of(RunLoopActivity.BEFORE_WAITING);

    private final RunLoop loop = RunLoop.current();
    private final QueuedRequest<?> request;
    private final RunLoopMode mode;
    private final long limit; // in nanoseconds
    private final long startedAt = loop.clock().nanoTime();
    private final Source0 done = Source0.create(() -> {});
    private final OutermostRun run = new OutermostRun(this::lookOnceMore);
    private final RunLoopObserver passes =
            RunLoopObserver.create(PASSES, true, Integer.MIN_VALUE, (self, activity) -> observe(activity));
    private final RunLoopObserver rests = // after whatever others do before the loop sleeps
            RunLoopObserver.create(RESTS, true, Integer.MAX_VALUE, (self, activity) -> rest());
    private final WaitsFor wait;

    private PumpedWait(QueuedRequest<?> request, RunLoopMode mode, @Nullable Duration limit) {
        this.request = request;
        this.mode = mode;
        this.limit = limit == null ? Deadlines.FURTHEST : Deadlines.nanos(limit);
        this.wait = new WaitsFor(loop.thread(), request, mode, limit != null, this::lookAgain);
    }

    /**
     * Queues the request, and returns when it is done, or the limit is over.
     *
     * @throws DeadlockException if there is no limit and it would wait for ever
     */
    static void await(QueuedRequest<?> request, RunLoopMode mode, @Nullable Duration limit) {
        new PumpedWait(request, mode, limit).await();
    }

    private void await() {
        try {
            wait.begin();
            request.wakeWhenDone(wait);
            loop.add(done, mode);
            loop.add(passes, mode);
            loop.add(rests, mode);
            run.begin(loop, mode);
            request.queue();
            serveUntilOver();
        } finally {
            wait.end();
            request.wakeNoMore(wait);
            passes.invalidate();
            rests.invalidate();
            run.end();
            done.invalidate();
        }
        wait.throwIfTold();
    }

    /** Called by anyone. */
    private void lookAgain() {
        done.signalAndWakeUp();
        LockSupport.unpark(loop.thread()); // which may wait without its loop
    }

    private void observe(RunLoopActivity activity) {
        if (activity == RunLoopActivity.AFTER_WAITING) {
            wait.goOn();
        } else if (run.isRunning()) {
            wait.beginPass();
        }
    }

    private void rest() {
        if (run.isRunning()) {
            wait.settle();
            wait.look();
        }
    }

    private void lookOnceMore() {
        if (wait.isOver()) {
            done.signalAndWakeUp();
        }
    }

    private void serveUntilOver() {
        for (long left = left(); !wait.isOver() && left > 0; left = left()) {
            if (cannotGoOn(loop.runInMode(mode, Duration.ofNanos(left), true))) {
                wait.serveNoMore();
                wait.look();
                awaitWithoutLoop();
                return;
            }
        }
    }

    /** A run may have been stopped by a callback; but if the next one does not begin either, the loop is ending. */
    private boolean cannotGoOn(RunLoopResult result) {
        return result == RunLoopResult.FINISHED
                || (result == RunLoopResult.STOPPED
                        && loop.runInMode(mode, Duration.ZERO, true) == RunLoopResult.STOPPED);
    }

    /** As long as it likes, if there is no limit. */
    private long left() {
        return wait.isLimited() ? startedAt + limit - loop.clock().nanoTime() : limit;
    }

    /** The loop serves nothing any more. As with its own waits, an interrupt does not shorten this one. */
    private void awaitWithoutLoop() {
        if (!wait.isLimited()) {
            request.awaitUninterruptibly(wait);
            return;
        }
        boolean interrupted = false;
        while (!request.isDone() && left() > 0) {
            try {
                request.awaitFor(left());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
