package dev.runloop.perform;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call to be made at most once, on the thread it is meant for. It either begins or is dropped, whichever comes first;
 * from then on the request no longer holds what the call needs.
 *
 * <p>Thread-safe. Actions before the request is handed to its thread happen-before the call, and the call happens-before
 * the end of any wait for its result.
 */
abstract non-sealed class Request<R extends @Nullable Object> extends CompletableFuture<R>
        implements PerformRequest<R> {
    private static final int PENDING = 0;
    private static final int BEGUN = 1;
    private static final int DROPPED = 2;
    private static final VarHandle STATE = fieldVarHandle(lookup(), "state", VarHandle.class, Request.class, int.class);
    private static final VarHandle WAITERS =
            fieldVarHandle(lookup(), "waiters", VarHandle.class, Request.class, Set.class);

    private volatile int state; // leaves PENDING once, by compare-and-set
    private volatile @Nullable Callable<R> body; // until PENDING is left; cleared by the thread that has done that
    private final Class<?> calleeClass;
    private int begunAt; // how many waits were below it on the thread; written before BEGUN
    private volatile boolean isAwaited;
    private volatile @Nullable Set<PendingWait> waiters; // made by the first

    Request(Callable<R> body) {
        this.body = body;
        this.calleeClass =
                body instanceof Invocation<?> made ? made.target().getClass() : UserCodeWrapper.classOf(body);
    }

    /** The class of what is called. */
    final Class<?> calleeClass() {
        return calleeClass;
    }

    /** The thread that will make the call. */
    abstract Thread performer();

    /** Whether the performer would make the call while it serves this mode and nothing else. */
    abstract boolean canRunIn(RunLoopMode mode);

    /** The request has been dropped: removes it from where it is queued. */
    abstract void withdraw();

    /** A thread is going to wait for the result, and will get what the call throws. */
    final void willBeAwaited() {
        isAwaited = true;
    }

    /** No thread waits any more: from now on the exception handler gets what the call throws. */
    final void isAwaitedNoMore() {
        isAwaited = false;
    }

    final boolean hasBegun() {
        return state == BEGUN;
    }

    /** How many waits were on its thread's stack when the call began. */
    int begunAt() {
        return begunAt;
    }

    final boolean isPending() {
        return state == PENDING;
    }

    /** What is to be called; null once the call has begun or been dropped. */
    final @Nullable Callable<R> body() {
        return body;
    }

    /** Makes the call. What it throws is also thrown here if nothing waits for the result or follows from it. */
    final void call() {
        Callable<R> begun = begin();
        if (begun == null) {
            return;
        }
        try {
            complete(begun.call());
        } catch (Throwable e) {
            boolean hasDependents = hasDependents();
            completeExceptionally(Calls.wrapped(e));
            if (!hasDependents && !isAwaited) {
                Request.<RuntimeException>throwAsItIs(e);
            }
        }
    }

    private boolean hasDependents() {
        Set<PendingWait> waiting = waiters;
        return waiting == null ? getNumberOfDependents() > 0 : !waiting.isEmpty() || getNumberOfDependents() > 1;
    }

    /** Begins the call, which cannot be cancelled any more; null if it was dropped before. */
    final @Nullable Callable<R> begin() {
        Callable<R> begun = body;
        begunAt = PendingWait.depthOf(performer());
        if (isDone() || !STATE.compareAndSet(this, PENDING, BEGUN)) {
            drop(); // if another thread has completed the future
            return null;
        }
        body = null;
        return begun;
    }

    /** Keeps the call from beginning; false if it has begun or was dropped before. */
    private boolean drop() {
        if (!STATE.compareAndSet(this, PENDING, DROPPED)) {
            return false;
        }
        body = null;
        withdraw();
        return true;
    }

    /** Completing the future before the call has begun drops the call. */
    @Override
    public final boolean complete(R value) {
        boolean completes = super.complete(value);
        if (completes) {
            drop();
        }
        return completes;
    }

    @Override
    public final boolean completeExceptionally(Throwable failure) {
        boolean completes = super.completeExceptionally(failure);
        if (completes) {
            drop();
        }
        return completes;
    }

    @Override
    public final boolean cancel() {
        return cancel(false);
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return drop() ? completeExceptionally(new Cancelled()) : isCancelled();
    }

    /** Without a stack trace: nobody needs it, and filling it in would dominate the cost of a cancel. */
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

    /** Drops the call for this reason, unless it has begun. */
    final void fail(RuntimeException reason) {
        if (drop()) {
            completeExceptionally(new CompletionException(reason));
        }
    }

    @Override
    public final CompletableFuture<R> future() {
        return this;
    }

    /**
     * Has a wait woken when this request is done. The waiting thread checks {@code isDone()} afterwards: whichever of the two
     * comes second sees what the other has written, to the set or to the state of the future.
     */
    final void wakeWhenDone(PendingWait wait) {
        waiters().add(wait);
    }

    final void wakeNoMore(PendingWait wait) {
        waiters().remove(wait);
    }

    @SuppressWarnings("unchecked")
    private Set<PendingWait> waiters() {
        Set<PendingWait> present = waiters;
        if (present != null) {
            return present;
        }
        Set<PendingWait> made = ConcurrentHashMap.newKeySet();
        var other = (Set<PendingWait>) WAITERS.compareAndExchange(this, (Set<PendingWait>) null, made);
        if (other != null) {
            return other;
        }
        var _ = whenComplete((result, failure) -> made.forEach(PendingWait::lookAgain));
        return made;
    }

    @Override
    public final R get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            PlainWait.awaitDone(this);
        }
        try {
            return super.join();
        } catch (CompletionException e) {
            throw Calls.executionException(e.getCause());
        }
    }

    @Override
    public final R join() {
        if (!isDone()) {
            PlainWait.awaitDoneUninterruptibly(this);
        }
        return super.join();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAsItIs(Throwable e) throws E {
        throw (E) e;
    }
}
