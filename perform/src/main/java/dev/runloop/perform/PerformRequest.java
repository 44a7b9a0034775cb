package dev.runloop.perform;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One perform that has been asked for: the handle to take it back by, or to wait for its result. It may be ignored.
 * Thread-safe. Cocoa has none; its requests can only be cancelled by what they call.
 *
 * @param <R> the type of the result
 */
public sealed interface PerformRequest<R extends @Nullable Object> permits Request {

    /**
     * Takes back this perform, and no other, unless it has begun. Its target and its arguments are released, and
     * those that wait for it get a {@link java.util.concurrent.CancellationException}. May be called from any thread.
     *
     * @return whether it has been cancelled, now or before; false if it has begun, which then goes on, or is over
     */
    boolean cancel();

    /** {@return whether it has run, failed, or been cancelled} */
    boolean isDone();

    /** {@return whether it has been cancelled} */
    boolean isCancelled();

    /**
     * {@return the result as a future} What the perform throws comes as the cause of the exceptions that the future
     * throws; if its loop ends before it has begun, that is a {@link dev.runloop.RunLoopEndedException}. The run of the
     * perform happens-before what follows from the future. To cancel the future is to {@link #cancel()} the request; a
     * future that is completed by others before the perform has begun keeps it from running.
     *
     * <p>{@code get()} and {@code join()} of this future fail with a {@link DeadlockException} if the wait could never
     * end, those with a limit do not. It is the same object each time.
     */
    CompletableFuture<R> future();
}
