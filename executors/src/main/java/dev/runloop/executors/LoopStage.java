package dev.runloop.executors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A minimal stage, like that of {@link CompletableFuture}: other stages can depend on it, and nothing else is supported. */
final class LoopStage<V> extends LoopDependents<V> {

    LoopStage(DependentsPlace place) {
        super(place);
    }

    /** A stage that completes as a future does. */
    static <V> LoopStage<V> of(LoopDependents<V> future) {
        var stage = new LoopStage<V>(future.place());
        future.onCompletion(stage::settle);
        return stage;
    }

    @SuppressWarnings("NullAway") // null where V may be
    private void settle(@Nullable V value, @Nullable Throwable exception) {
        if (exception == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(
                    exception instanceof CompletionException ? exception : new CompletionException(exception));
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopStage<>(place());
    }

    @Override
    public CompletionStage<V> minimalCompletionStage() {
        return of(this);
    }

    @Override
    public CompletableFuture<V> toCompletableFuture() {
        return LoopFuture.of(this);
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a stage can only be depended on; see toCompletableFuture()");
    }

    @Override
    public V get() {
        throw unsupported();
    }

    @Override
    public V get(long timeout, TimeUnit unit) {
        throw unsupported();
    }

    @Override
    public V getNow(V valueIfAbsent) {
        throw unsupported();
    }

    @Override
    public V join() {
        throw unsupported();
    }

    @Override
    public V resultNow() {
        throw unsupported();
    }

    @Override
    public Throwable exceptionNow() {
        throw unsupported();
    }

    @Override
    public State state() {
        throw unsupported();
    }

    @Override
    public boolean isDone() {
        throw unsupported();
    }

    @Override
    public boolean isCancelled() {
        throw unsupported();
    }

    @Override
    public boolean isCompletedExceptionally() {
        throw unsupported();
    }

    @Override
    public boolean complete(V value) {
        throw unsupported();
    }

    @Override
    public boolean completeExceptionally(Throwable exception) {
        throw unsupported();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        throw unsupported();
    }

    @Override
    public void obtrudeValue(V value) {
        throw unsupported();
    }

    @Override
    public void obtrudeException(Throwable exception) {
        throw unsupported();
    }

    @Override
    public int getNumberOfDependents() {
        throw unsupported();
    }

    @Override
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier, Executor executor) {
        throw unsupported();
    }

    @Override
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier) {
        throw unsupported();
    }

    @Override
    public CompletableFuture<V> orTimeout(long timeout, TimeUnit unit) {
        throw unsupported();
    }

    @Override
    public CompletableFuture<V> completeOnTimeout(V value, long timeout, TimeUnit unit) {
        throw unsupported();
    }
}
