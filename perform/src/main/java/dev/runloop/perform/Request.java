package dev.runloop.perform;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.AdaptiveSpin;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made at most once, on the thread it is meant for. It either begins or is dropped, whichever is first;
 * from then on nothing is held that it would have needed.
 *
 * <p>Thread-safe. Actions before the request is handed to its thread happen-before the call; the call happens-before
 * the return of those that wait for its result.
 */
abstract non-sealed class Request<R extends @Nullable Object> extends CompletableFuture<R>
        implements PerformRequest<R> {
    private static final int PENDING = 0;
    private static final int BEGUN = 1;
    private static final int DROPPED = 2;
    private static final VarHandle STATE = fieldVarHandle(lookup(), "state", VarHandle.class, Request.class, int.class);
    private static final VarHandle WAITERS =
            fieldVarHandle(lookup(), "waiters", VarHandle.class, Request.class, Set.class);

    private static int spins = AdaptiveSpin.afterHit(0); // of all waiters: they learn from each other

    private volatile int state; // leaves PENDING once, by compare-and-set
    private volatile @Nullable Callable<R> call; // until PENDING is left; cleared by the thread that has done that
    private final Class<?> calleeClass;
    private int begunAt; // how many waits were below it on the thread; written before BEGUN
    private volatile boolean isAwaited;
    private volatile @Nullable Set<PendingWait> waiters; // made by the first

    Request(Callable<R> call) {
        this.call = call;
        this.calleeClass =
                call instanceof Invocation<?> made ? made.target().getClass() : UserCodeWrapper.classOf(call);
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

    /** Nobody waits for it any more: what it throws from now on is told to the exception handler. */
    final void isAwaitedNoMore() {
        isAwaited = false;
    }

    final boolean hasBegun() {
        return state == BEGUN;
    }

    /** How many waits were on the stack of its thread when it began. */
    int begunAt() {
        return begunAt;
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

    /** From now on it cannot be cancelled; null if it has been. */
    final @Nullable Callable<R> begin() {
        Callable<R> begun = call;
        begunAt = PendingWait.depthOf(performer());
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

    /** To complete it before it has begun keeps it from running; so nothing is held for that any more. */
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

    @Override
    public final CompletableFuture<R> future() {
        return this;
    }

    /**
     * Waits plainly until it is done, for a thread that has announced the wait and has just handed this over.
     *
     * @throws DeadlockException if the wait would never end
     */
    final void awaitAnnounced(PendingWait wait) throws InterruptedException {
        if (isDoneSoon()) {
            return;
        }
        long startedAt = System.nanoTime();
        try {
            park(wait, true);
        } finally {
            spins = AdaptiveSpin.afterMiss(spins, System.nanoTime() - startedAt);
        }
        wait.throwIfTold();
    }

    /** Spins for an answer that comes at once, as between loops on different processors. */
    private boolean isDoneSoon() {
        int most = spins;
        for (int i = 0; i < most; i++) {
            if (isDone()) {
                spins = AdaptiveSpin.afterHit(most);
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Waits plainly, and keeps an interrupt for later. */
    final void awaitUninterruptibly(PendingWait wait) {
        try {
            park(wait, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        wait.throwIfTold();
    }

    /** Waits so many nanoseconds, or until it is done, however that comes about. */
    final void awaitFor(long nanos) throws InterruptedException {
        try {
            get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // seen by the state
        } catch (ExecutionException | RuntimeException | Error e) {
            if (!isDone()) {
                throw Calls.asThrown(e);
            }
        }
    }

    /** Parks until a wait of the calling thread for this is over. */
    private void park(PendingWait wait, boolean endsByInterrupt) throws InterruptedException {
        boolean interrupted = false;
        wakeWhenDone(wait);
        try {
            while (!wait.isOver()) {
                if (Thread.interrupted()) {
                    if (endsByInterrupt) {
                        throw new InterruptedException();
                    }
                    interrupted = true;
                }
                ForkJoinPool.managedBlock(new Parking(wait)); // so that a pool has another thread meanwhile
            }
        } finally {
            wakeNoMore(wait);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One sleep of a plain wait. */
    private record Parking(PendingWait of) implements ForkJoinPool.ManagedBlocker {
        @Override
        public boolean block() {
            LockSupport.park(of);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return of.isOver();
        }
    }

    /**
     * Has a wait woken when this becomes done. It looks afterwards whether this is done already: one of both comes second,
     * and sees what the other has done, by the set and by the state of the future.
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
            PendingWait wait = PendingWait.plain(this);
            try {
                park(wait, true);
                wait.throwIfTold();
            } finally {
                wait.end();
            }
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
            PendingWait wait = PendingWait.plain(this);
            try {
                awaitUninterruptibly(wait);
            } finally {
                wait.end();
            }
        }
        return super.join();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAsItIs(Throwable e) throws E {
        throw (E) e;
    }
}
