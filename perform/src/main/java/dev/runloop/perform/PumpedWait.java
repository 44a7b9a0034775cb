package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A wait for a request in which the loop of the waiting thread serves one mode. A source of that mode tells the loop
 * when the request is done. If a callback runs the mode again, it is that inner run which hears of it; so an observer has
 * the outer one look once more before it sleeps.
 *
 * <p>Belongs to the waiting thread.
 */
final class PumpedWait {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final Set<RunLoopActivity> OBSERVED =
            EnumSet.of(RunLoopActivity.ENTRY, RunLoopActivity.EXIT, RunLoopActivity.BEFORE_WAITING);

    private final RunLoop loop = RunLoop.current();
    private final QueuedRequest<?> request;
    private final RunLoopMode mode;
    private final @Nullable Duration limit;
    private final long startedAt = loop.clock().nanoTime();
    private final Source0 done = Source0.create(() -> {});
    private final RunLoopObserver observer = RunLoopObserver.create(OBSERVED, (self, activity) -> observe(activity));
    private int depth; // of runs of the mode, that of this wait included

    private PumpedWait(QueuedRequest<?> request, RunLoopMode mode, @Nullable Duration limit) {
        this.request = request;
        this.mode = mode;
        this.limit = limit;
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
        loop.add(done, mode);
        loop.add(observer, mode);
        var _ = request.whenComplete((result, failure) -> done.signalAndWakeUp());
        WaitsFor wait = null;
        try {
            wait = limit == null ? WaitsFor.begin(request, mode) : null;
            request.queue();
            serveUntilDone();
        } finally {
            observer.invalidate();
            done.invalidate();
            if (wait != null) {
                wait.end();
            }
        }
    }

    private void observe(RunLoopActivity activity) {
        switch (activity) {
            case ENTRY -> depth++;
            case EXIT -> depth--;
            default -> {
                if (depth == 1 && request.isDone()) {
                    done.signalAndWakeUp();
                }
            }
        }
    }

    private void serveUntilDone() {
        while (!request.isDone() && left().isPositive()) {
            if (cannotGoOn(loop.runInMode(mode, left(), true))) {
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

    private Duration left() {
        return limit == null ? FOREVER : limit.minusNanos(loop.clock().nanoTime() - startedAt);
    }

    /** The loop serves nothing any more. As with its own waits, an interrupt does not shorten this one. */
    private void awaitWithoutLoop() {
        boolean interrupted = false;
        while (!request.isDone() && left().isPositive()) {
            try {
                if (limit == null) {
                    request.get();
                } else {
                    request.get(TimeUnit.NANOSECONDS.convert(left()), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                break; // told by the request
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
