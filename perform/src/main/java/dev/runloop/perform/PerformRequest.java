package dev.runloop.perform;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The handle of one submitted perform, by which it can be cancelled or its result awaited. May be ignored. Thread-safe. Cocoa
 * has no such handle; its requests can only be cancelled by what they call.
 *
 * @param <R> the type of the result
 */
public sealed interface PerformRequest<R extends @Nullable Object> permits Request {

    /**
     * Cancels this perform, and no other, unless it has begun. Its target and arguments are released, and threads that wait for
     * it get a {@link java.util.concurrent.CancellationException}. May be called from any thread.
     *
     * @return whether it is cancelled, now or since an earlier call; false if it has begun, and then carries on, or is done
     */
    boolean cancel();

    /** {@return whether the perform has run, failed, or been cancelled} */
    boolean isDone();

    /** {@return whether the perform has been cancelled} */
    boolean isCancelled();

    /**
     * {@return the result as a future} What the perform throws is the cause of the exceptions that the future throws; if the
     * loop ends before the perform has begun, that is a {@link dev.runloop.RunLoopEndedException}. The run of the perform
     * happens-before the completion of the future. Cancelling the future {@linkplain #cancel() cancels} the request, and
     * completing it before the perform has begun keeps the perform from running.
     *
     * <p>{@code get()} and {@code join()} fail with a {@link DeadlockException} if the wait could never end; with a limit
     * they do not. This is the same object each time.
     */
    CompletableFuture<R> future();
}
