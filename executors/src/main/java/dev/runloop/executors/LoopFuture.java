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
 * The future of a task, or one that depends on such a one; its dependents run in a {@linkplain DependentsPlace place} of
 * their own, and so do theirs. Time-outs go by the clock of the loop.
 *
 * <p>Actions of a task happen-before those of its dependents, as with every completable future.
 */
final class LoopFuture<V> extends LoopDependents<V> {
    private volatile @Nullable Future<?> task; // what is to complete this, if a task is

    private LoopFuture(DependentsPlace place) {
        super(place);
    }

    /** A future of a task that is to run now, and the task. */
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

    /** A future of a task that is to run now on a loop of a group, and the task. */
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

    /** A future of a task that is to run after a delay, in nanoseconds, and the task. */
    static <V> LoopFuture<V> of(RunLoopExecutor executor, Callable<V> callable, long delay) {
        var future = new LoopFuture<V>(new DependentsPlace(executor));
        var task = new Delayed<>(future, callable, delay);
        future.task = task;
        var _ = executor.handOver(task);
        return future;
    }

    /** A future that ends as a stage does. */
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

    /** What completes a future after a delay; what is left of it when it is cancelled does not hold on to that. */
    private static final class Delayed<V> extends ScheduledTask<V> {
        private @Nullable LoopFuture<V> future; // until this is done

        Delayed(LoopFuture<V> future, Callable<V> callable, long delay) {
            super(future.place().executor(), callable, delay, 0);
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

    private void completeBy(Future<V> done) {
        switch (done.state()) {
            case SUCCESS -> super.complete(done.resultNow());
            case FAILED -> super.completeExceptionally(done.exceptionNow());
            default -> super.completeExceptionally(new CancellationException());
        }
    }

    // ---- a thread that completes this has done with the task ----

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

    @Override
    public void obtrudeValue(V value) {
        super.obtrudeValue(value);
        hasDoneWithTask(false);
    }

    @Override
    public void obtrudeException(Throwable exception) {
        super.obtrudeException(exception);
        hasDoneWithTask(false);
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
        if (isDone()) {
            return;
        }
        if (task instanceof GroupTask<?> movable) {
            movable.requireAnswer();
        } else {
            place().executor().requireOtherThread(operation);
        }
    }

    // ---- time-outs, by the clock of the loop ----

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

    // ---- what is derived is of the same place ----

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(place());
    }

    @Override
    public CompletionStage<V> minimalCompletionStage() {
        return LoopStage.of(this);
    }
}
