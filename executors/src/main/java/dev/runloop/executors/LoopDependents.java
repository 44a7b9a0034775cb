package dev.runloop.executors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A completable future whose dependents run in a {@link DependentsPlace} and decorated, unless they name an executor; so do
 * theirs. Of each method that leaves the thread open, both forms are overridden, with and without {@code Async} in the name,
 * as there is no difference.
 */
abstract class LoopDependents<V> extends CompletableFuture<V> {
    private final DependentsPlace place;

    LoopDependents(DependentsPlace place) {
        this.place = place;
    }

    final DependentsPlace place() {
        return place;
    }

    @Override
    public Executor defaultExecutor() {
        return place;
    }

    /** Runs an action on the completing thread, before or after the dependents; at once if this is complete. */
    final void onCompletion(BiConsumer<? super @Nullable V, ? super @Nullable Throwable> action) {
        var _ = super.whenCompleteAsync(action, Runnable::run);
    }

    @Override
    public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier) {
        return super.completeAsync(place.decorated().supplier(supplier), place);
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super V, ? extends U> function) {
        return thenApplyAsync(place.decorated().function(function), place);
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super V, ? extends U> function) {
        return thenApplyAsync(place.decorated().function(function), place);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super V> action) {
        return thenAcceptAsync(place.decorated().consumer(action), place);
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super V> action) {
        return thenAcceptAsync(place.decorated().consumer(action), place);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return thenRunAsync(place.decorated().runnable(action), place);
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action) {
        return thenRunAsync(place.decorated().runnable(action), place);
    }

    @Override
    public <U, R> CompletableFuture<R> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super V, ? super U, ? extends R> function) {
        return thenCombineAsync(other, place.decorated().biFunction(function), place);
    }

    @Override
    public <U, R> CompletableFuture<R> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super V, ? super U, ? extends R> function) {
        return thenCombineAsync(other, place.decorated().biFunction(function), place);
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super V, ? super U> action) {
        return thenAcceptBothAsync(other, place.decorated().biConsumer(action), place);
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super V, ? super U> action) {
        return thenAcceptBothAsync(other, place.decorated().biConsumer(action), place);
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, place.decorated().runnable(action), place);
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, place.decorated().runnable(action), place);
    }

    @Override
    public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends V> other, Function<? super V, U> function) {
        return applyToEitherAsync(other, place.decorated().function(function), place);
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends V> other, Function<? super V, U> function) {
        return applyToEitherAsync(other, place.decorated().function(function), place);
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends V> other, Consumer<? super V> action) {
        return acceptEitherAsync(other, place.decorated().consumer(action), place);
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends V> other, Consumer<? super V> action) {
        return acceptEitherAsync(other, place.decorated().consumer(action), place);
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, place.decorated().runnable(action), place);
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, place.decorated().runnable(action), place);
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super V, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(place.decorated().function(function), place);
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(Function<? super V, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(place.decorated().function(function), place);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super V, @Nullable Throwable, ? extends U> function) {
        return handleAsync(place.decorated().biFunction(function), place);
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(BiFunction<? super V, @Nullable Throwable, ? extends U> function) {
        return handleAsync(place.decorated().biFunction(function), place);
    }

    @Override
    public CompletableFuture<V> whenComplete(BiConsumer<? super V, ? super Throwable> action) {
        return whenCompleteAsync(place.decorated().biConsumer(action), place);
    }

    @Override
    public CompletableFuture<V> whenCompleteAsync(BiConsumer<? super V, ? super Throwable> action) {
        return whenCompleteAsync(place.decorated().biConsumer(action), place);
    }

    @Override
    public CompletableFuture<V> exceptionally(Function<Throwable, ? extends V> function) {
        return exceptionallyAsync(place.decorated().function(function), place);
    }

    @Override
    public CompletableFuture<V> exceptionallyAsync(Function<Throwable, ? extends V> function) {
        return exceptionallyAsync(place.decorated().function(function), place);
    }

    @Override
    public CompletableFuture<V> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<V>> function) {
        return exceptionallyComposeAsync(place.decorated().function(function), place);
    }

    @Override
    public CompletableFuture<V> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<V>> function) {
        return exceptionallyComposeAsync(place.decorated().function(function), place);
    }
}
