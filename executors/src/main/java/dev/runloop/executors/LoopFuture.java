package dev.runloop.executors;

import dev.runloop.internal.Deadlines;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The completable future of a task, or one derived from it. Its dependents run in a {@link DependentsPlace}, and so do
 * theirs. Timeouts follow the clock of the loop.
 *
 * <p>Actions of a task happen-before those of its dependents, as with any completable future.
 */
final class LoopFuture<V> extends LoopDependents<V> {
    private volatile @Nullable Future<?> task; // the task that is to complete this, if there is one

    private LoopFuture(DependentsPlace place) {
        super(place);
    }

    /** Hands over a task that is to run now, and returns its future. */
    static <V> LoopFuture<V> of(RunLoopExecutor executor, Callable<V> callable) {
        var future = new LoopFuture<V>(new DependentsPlace(executor));
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

    /** Hands over a task that is to run now on a loop of a group, and returns its future. */
    static <V> LoopFuture<V> of(RunLoopGroup group, Callable<V> callable) {
        var future = new LoopFuture<V>(new DependentsPlace(group.waits().anyMember()));
        var task = new GroupTask<V>(group.waits(), callable) {
            @Override
            void isHandedTo(RunLoopExecutor member) {
                super.isHandedTo(member);
                future.place().moveTo(member);
            }

            @Override
            void begins(RunLoopExecutor member) {
                future.place().moveTo(member);
            }

            @Override
            protected void done() {
                future.completeBy(this);
            }
        };
        future.task = task;
        group.execute(task);
        return future;
    }

    /** Hands over a task that is to run after a delay in nanoseconds, and returns its future. */
    static <V> LoopFuture<V> of(RunLoopExecutor executor, Callable<V> callable, long delay) {
        var future = new LoopFuture<V>(new DependentsPlace(executor));
        var task = new Delayed<>(future, callable, delay);
        future.task = task;
        var _ = executor.handOver(task);
        return future;
    }

    /** A future that completes as a stage does. */
    static <V> LoopFuture<V> of(LoopStage<V> stage) {
        var future = new LoopFuture<V>(stage.place());
        stage.onCompletion(future::settle);
        return future;
    }

    @SuppressWarnings("NullAway") // null where V may be
    private void settle(@Nullable V value, @Nullable Throwable exception) {
        if (exception == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(exception);
        }
    }

    /** A task that completes a future after a delay. Once cancelled, it no longer refers to the future. */
    private static final class Delayed<V> extends ScheduledTask<V> {
        private @Nullable LoopFuture<V> future; // until this is done

        Delayed(LoopFuture<V> future, Callable<V> callable, long delay) {
            super(future.place().executor(), callable, delay, 0);
            this.future = future;
        }

        @Override
        protected void done() {
            LoopFuture<V> present = future;
            if (present != null) { // always: it is done once, after it has been handed over
                future = null;
                present.completeBy(this);
            }
        }
    }

    private void completeBy(Future<V> done) {
        switch (done.state()) {
            case SUCCESS -> super.complete(done.resultNow());
            case FAILED -> super.completeExceptionally(done.exceptionNow());
            default -> super.completeExceptionally(new CancellationException());
        }
    }

    // ---- completing this ends the task ----

    @Override
    public boolean complete(V value) {
        return super.complete(value) && endTask(false);
    }

    @Override
    public boolean completeExceptionally(Throwable exception) {
        return super.completeExceptionally(exception) && endTask(false);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean wasDone = isDone();
        boolean cancelled = super.cancel(false);
        if (!wasDone && cancelled) {
            endTask(mayInterruptIfRunning);
        }
        return cancelled;
    }

    @Override
    public void obtrudeValue(V value) {
        super.obtrudeValue(value);
        endTask(false);
    }

    @Override
    public void obtrudeException(Throwable exception) {
        super.obtrudeException(exception);
        endTask(false);
    }

    private boolean endTask(boolean mayInterruptIfRunning) {
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
        if (isDone()) {
            return;
        }
        if (task instanceof GroupTask<?> movable) {
            movable.requireAnswer();
        } else {
            place().executor().requireOtherThread(operation);
        }
    }

    // ---- timeouts, by the clock of the loop ----

    @Override
    public CompletableFuture<V> orTimeout(long timeout, TimeUnit unit) {
        beginTimeout(Deadlines.nanos(timeout, unit), () -> completeExceptionally(new TimeoutException()));
        return this;
    }

    @Override
    public CompletableFuture<V> completeOnTimeout(V value, long timeout, TimeUnit unit) {
        beginTimeout(Deadlines.nanos(timeout, unit), () -> complete(value));
        return this;
    }

    private void beginTimeout(long delay, Runnable onTimeout) {
        if (!isDone()) {
            place().executor().timeouts().begin(this, Math.max(0, delay), onTimeout);
        }
    }

    // ---- derived futures ----

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(place());
    }

    @Override
    public CompletionStage<V> minimalCompletionStage() {
        return LoopStage.of(this);
    }
}
