package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.internal.OutermostRun;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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

    private final RunLoop loop = RunLoop.current();
    private final QueuedRequest<?> request;
    private final RunLoopMode mode;
    private final @Nullable Duration limit;
    private final long startedAt = loop.clock().nanoTime();
    private final Source0 done = Source0.create(() -> {});
    private final OutermostRun run = new OutermostRun(this::lookOnceMore);

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
        run.begin(loop, mode);
        var _ = request.whenComplete((result, failure) -> done.signalAndWakeUp());
        WaitsFor wait = null;
        try {
            wait = limit == null ? WaitsFor.begin(request, mode) : null;
            request.queue();
            serveUntilDone();
        } finally {
            run.end();
            done.invalidate();
            if (wait != null) {
                wait.end();
            }
        }
    }

    private void lookOnceMore() {
        if (request.isDone()) {
            done.signalAndWakeUp();
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
