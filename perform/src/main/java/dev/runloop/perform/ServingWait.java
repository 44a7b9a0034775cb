package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopWait;
import dev.runloop.internal.Deadlines;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A wait for a request during which the loop of the waiting thread serves one mode: a {@link RunLoopWait} that takes part in
 * the search for deadlocks. Its observers report when a pass begins and when the thread has nothing left to do; see
 * {@link PendingWait}.
 *
 * <p>Belongs to the waiting thread.
 */
final class ServingWait {
    private static final Set<RunLoopActivity> PASSES =
            EnumSet.of(RunLoopActivity.BEFORE_TIMERS, RunLoopActivity.AFTER_WAITING);

    private static final Set<RunLoopActivity> RESTS = EnumSet.of(RunLoopActivity.BEFORE_WAITING);

    private final RunLoop loop = RunLoop.current();
    private final QueuedRequest<?> request;
    private final RunLoopMode mode;
    private final long limit; // in nanoseconds
    private final long startedAt = loop.clock().nanoTime();
    private final RunLoopWait run;
    private final RunLoopObserver passes =
            RunLoopObserver.create(PASSES, true, Integer.MIN_VALUE, (self, activity) -> passBegins());
    private final RunLoopObserver rests = // runs after all other observers
            RunLoopObserver.create(RESTS, true, Integer.MAX_VALUE, (self, activity) -> rest());
    private final PendingWait wait;

    private ServingWait(QueuedRequest<?> request, RunLoopMode mode, @Nullable Duration limit) {
        this.request = request;
        this.mode = mode;
        this.limit = limit == null ? Deadlines.FURTHEST : Deadlines.nanos(limit);
        this.run = new RunLoopWait(mode);
        this.wait = new PendingWait(loop.thread(), request, mode, limit != null, this::lookAgain);
    }

    /**
     * Queues the request, and returns when it is done, or the limit has passed.
     *
     * @throws DeadlockException if there is no limit and the wait would never end
     */
    static void await(QueuedRequest<?> request, RunLoopMode mode, @Nullable Duration limit) {
        new ServingWait(request, mode, limit).await();
    }

    private void await() {
        try {
            wait.begin();
            request.wakeWhenDone(wait);
            loop.add(passes, mode);
            loop.add(rests, mode);
            request.queue();
            serveUntilOver();
        } finally {
            wait.end();
            request.wakeNoMore(wait);
            passes.invalidate();
            rests.invalidate();
        }
        wait.throwIfTold();
    }

    /** May be called from any thread. */
    private void lookAgain() {
        run.signal();
        LockSupport.unpark(loop.thread()); // which may be blocked without its loop
    }

    private void passBegins() {
        if (run.isInnermost()) {
            wait.beginPass();
        }
    }

    private void rest() {
        if (run.isInnermost()) {
            wait.settle();
            wait.look();
        }
    }

    private void serveUntilOver() {
        RunLoopWait.Result result = RunLoopWait.Result.STOPPED;
        for (long left = left(); result == RunLoopWait.Result.STOPPED && left > 0; left = left()) {
            result = run.until(wait::isOver, Duration.ofNanos(left));
        }
        if (result == RunLoopWait.Result.LOOP_ENDING) {
            wait.serveNoMore();
            wait.look();
            awaitWithoutLoop();
        }
    }

    /** The time left, in nanoseconds; practically infinite without a limit. */
    private long left() {
        return wait.isLimited() ? startedAt + limit - loop.clock().nanoTime() : limit;
    }

    /** Blocks, as the loop serves nothing any more. As in a run of the loop, an interrupt does not end the wait. */
    private void awaitWithoutLoop() {
        if (!wait.isLimited()) {
            PlainWait.awaitUninterruptibly(wait);
            return;
        }
        boolean interrupted = false;
        while (!request.isDone() && left() > 0) {
            try {
                PlainWait.awaitFor(request, left());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
