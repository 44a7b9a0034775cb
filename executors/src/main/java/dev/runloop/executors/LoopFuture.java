package dev.runloop.executors;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A completable future whose dependents run on a loop unless they name an executor, each as a task of its own; so do
 * theirs. All methods that would leave the thread open are those that name the loop here.
 *
 * <p>Actions of a task happen-before those of its dependents, as with every completable future.
 */
final class LoopFuture<V> extends CompletableFuture<V> {
    private final RunLoopExecutor executor;
    private final Executor onLoop;
    private volatile @Nullable Future<?> task; // what is to complete this, if a task is

    private LoopFuture(RunLoopExecutor executor) {
        this.executor = executor;
        this.onLoop = new OnLoop(executor);
    }

    /** A future of a task that is to run now, and the task. */
    static <V> LoopFuture<V> of(RunLoopExecutor executor, Callable<V> callable) {
        var future = new LoopFuture<V>(executor);
        var task = new LoopTask<V>(executor, callable) {
            @Override
            protected void done() {
                future.completeBy(this);
            }
        };
        future.task = task;
        executor.execute(task);
        return future;
    }

    /** A future of a task that is to run after a delay, in nanoseconds, and the task. */
    static <V> LoopFuture<V> of(RunLoopExecutor executor, Callable<V> callable, long delay) {
        var future = new LoopFuture<V>(executor);
        var task = new Delayed<>(future, callable, delay);
        future.task = task;
        var _ = executor.handOver(task);
        return future;
    }

    /** What completes a future after a delay; what is left of it when it is cancelled does not hold on to that. */
    private static final class Delayed<V> extends ScheduledTask<V> {
        private @Nullable LoopFuture<V> future; // until this is done

        Delayed(LoopFuture<V> future, Callable<V> callable, long delay) {
            super(future.executor, callable, delay, 0);
            this.future = future;
        }

        @Override
        protected void done() {
            LoopFuture<V> present = future;
            if (present != null) { // always so: it is done once, and not before it is handed over
                future = null;
                present.completeBy(this);
            }
        }
    }

    /** Runs dependents: on the loop, without asking for room, and after a shutdown at once if that is where we are. */
    private record OnLoop(RunLoopExecutor executor) implements Executor {
        @Override
        public void execute(Runnable dependent) {
            if (executor.buffer().squeezeIn(dependent)) {
                return;
            }
            if (!executor.loop().isCurrent()) {
                throw new RejectedExecutionException("dependent " + dependent + " rejected by " + executor);
            }
            dependent.run();
        }
    }

    private void completeBy(Future<V> done) {
        switch (done.state()) {
            case SUCCESS -> super.complete(done.resultNow());
            case FAILED -> super.completeExceptionally(done.exceptionNow());
            default -> super.completeExceptionally(new CancellationException());
        }
    }

    // ---- whoever completes this has done with the task ----

    @Override
    public boolean complete(V value) {
        return super.complete(value) && hasDoneWithTask(false);
    }

    @Override
    public boolean completeExceptionally(Throwable exception) {
        return super.completeExceptionally(exception) && hasDoneWithTask(false);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean wasDone = isDone();
        boolean cancelled = super.cancel(false);
        if (!wasDone && cancelled) {
            hasDoneWithTask(mayInterruptIfRunning);
        }
        return cancelled;
    }

    private boolean hasDoneWithTask(boolean mayInterruptIfRunning) {
        Future<?> present = task;
        if (present != null) {
            present.cancel(mayInterruptIfRunning);
        }
        return true;
    }

    // ---- waiting on the loop itself could never succeed ----

    @Override
    public V get() throws InterruptedException, ExecutionException {
        requireNotToWaitOnLoop("get()");
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            requireNotToWaitOnLoop("get()");
        }
        return super.get(timeout, unit);
    }

    @Override
    public V join() {
        requireNotToWaitOnLoop("join()");
        return super.join();
    }

    private void requireNotToWaitOnLoop(String operation) {
        if (!isDone()) {
            executor.requireOtherThread(operation);
        }
    }

    // ---- dependents run on the loop ----

    @Override
    public Executor defaultExecutor() {
        return onLoop;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(executor);
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super V, ? extends U> function) {
        return thenApplyAsync(function, onLoop);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super V> action) {
        return thenAcceptAsync(action, onLoop);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return thenRunAsync(action, onLoop);
    }

    @Override
    public <U, R> CompletableFuture<R> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super V, ? super U, ? extends R> function) {
        return thenCombineAsync(other, function, onLoop);
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super V, ? super U> action) {
        return thenAcceptBothAsync(other, action, onLoop);
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, onLoop);
    }

    @Override
    public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends V> other, Function<? super V, U> function) {
        return applyToEitherAsync(other, function, onLoop);
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends V> other, Consumer<? super V> action) {
        return acceptEitherAsync(other, action, onLoop);
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, onLoop);
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super V, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(function, onLoop);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super V, @Nullable Throwable, ? extends U> function) {
        return handleAsync(function, onLoop);
    }

    @Override
    public CompletableFuture<V> whenComplete(BiConsumer<? super V, ? super Throwable> action) {
        return whenCompleteAsync(action, onLoop);
    }

    @Override
    public CompletableFuture<V> exceptionally(Function<Throwable, ? extends V> function) {
        return exceptionallyAsync(function, onLoop);
    }

    @Override
    public CompletableFuture<V> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<V>> function) {
        return exceptionallyComposeAsync(function, onLoop);
    }
}
