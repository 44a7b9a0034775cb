package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.StandsFor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made at most once, on the thread it is meant for. It either begins or is dropped, whichever is first;
 * from then on nothing is held that it would have needed.
 *
 * <p>Thread-safe. Actions before the request is handed to its thread happen-before the call; the call happens-before
 * the return of whoever waits for its result.
 */
abstract non-sealed class Request<R extends @Nullable Object> extends CompletableFuture<R>
        implements PerformRequest<R> {
    private static final int PENDING = 0;
    private static final int BEGUN = 1;
    private static final int DROPPED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Request.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state; // leaves PENDING once, by compare-and-set
    private volatile @Nullable Callable<R> call; // until PENDING is left; cleared by whoever has done that
    private final Class<?> calleeClass;
    private boolean isAwaited; // set before it is handed over

    Request(Callable<R> call) {
        this.call = call;
        this.calleeClass = call instanceof Invocation<?> made ? made.target().getClass() : StandsFor.classOf(call);
    }

    /** The class of what is called. */
    final Class<?> calleeClass() {
        return calleeClass;
    }

    /** The thread that is to make the call. */
    abstract Thread performer();

    /** Whether the performer would make the call while it serves this mode, and nothing else. */
    abstract boolean canRunIn(RunLoopMode mode);

    /** It has been dropped: takes it out of where it waits. */
    abstract void withdraw();

    /** Somebody is going to wait for it, and hears of what it throws. */
    final void willBeAwaited() {
        isAwaited = true;
    }

    final boolean hasBegun() {
        return state == BEGUN;
    }

    final boolean isPending() {
        return state == PENDING;
    }

    /** What is to be called; null once it has begun or been dropped. */
    final @Nullable Callable<R> call() {
        return call;
    }

    /** Makes the call. What it throws comes out here too if nobody is there to hear of it from the result. */
    final void run() {
        Callable<R> begun = begin();
        if (begun == null) {
            return;
        }
        try {
            complete(begun.call());
        } catch (Throwable e) {
            boolean isHeard = isAwaited || getNumberOfDependents() > 0;
            completeExceptionally(new CompletionException(e));
            if (!isHeard) {
                Request.<RuntimeException>throwAsItIs(e);
            }
        }
    }

    private @Nullable Callable<R> begin() {
        Callable<R> begun = call;
        if (isDone() || !STATE.compareAndSet(this, PENDING, BEGUN)) {
            drop(); // it may have been completed by others
            return null;
        }
        call = null;
        return begun;
    }

    /** Keeps it from beginning; false if it has begun, or has been dropped before. */
    private boolean drop() {
        if (!STATE.compareAndSet(this, PENDING, DROPPED)) {
            return false;
        }
        call = null;
        withdraw();
        return true;
    }

    @Override
    public final boolean cancel() {
        return cancel(false);
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return drop() ? completeExceptionally(new Cancelled()) : isCancelled();
    }

    /** Where it was cancelled from is of no interest, and to find out is what would take longest. */
    private static final class Cancelled extends CancellationException {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("the perform has been cancelled");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** It will not run, for this reason, unless it has begun. */
    final void fail(RuntimeException reason) {
        if (drop()) {
            completeExceptionally(new CompletionException(reason));
        }
    }

    /** Whoever waits for it waits no more, for this reason; if it has begun it goes on. */
    final void abandon(RuntimeException reason) {
        drop();
        completeExceptionally(new CompletionException(reason));
    }

    @Override
    public final CompletableFuture<R> future() {
        return this;
    }

    /** {@link #get()} for a thread that has told {@link WaitsFor} already, and has just handed this over. */
    final R getAnnounced() throws InterruptedException, ExecutionException {
        if (BriefSpin.await(this)) {
            return super.get();
        }
        long startedAt = System.nanoTime();
        try {
            return super.get();
        } finally {
            BriefSpin.learnFromSleep(startedAt);
        }
    }

    @Override
    public final R get() throws InterruptedException, ExecutionException {
        if (isDone()) {
            return super.get();
        }
        WaitsFor wait = WaitsFor.begin(this, null);
        try {
            return super.get();
        } finally {
            wait.end();
        }
    }

    @Override
    public final R join() {
        if (isDone()) {
            return super.join();
        }
        WaitsFor wait = WaitsFor.begin(this, null);
        try {
            return super.join();
        } finally {
            wait.end();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAsItIs(Throwable e) throws E {
        throw (E) e;
    }
}
