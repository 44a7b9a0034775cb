package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.access.Carriages;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * That a thread waits for a request: one frame of the waits that are on the thread's stack, of which only the innermost
 * can end next. A plain wait blocks its thread. A serving one runs a mode of the thread's loop, so requests, and further
 * waits, may run above it. {@link WaitForGraph} says which waits hold up which.
 *
 * <p><b>Protocol.</b> A thread publishes its wait, and then looks for a cycle of waits through it; a full fence is
 * between. It looks again each time it {@linkplain #settle settles}: has found nothing to do in the mode that it serves,
 * and is about to sleep. That is when requests that it will not perform begin to depend on the wait. So whatever
 * completes a cycle is followed by a look; of several threads that complete one at the same time, one passes its fence
 * last, and what the others have published before theirs happens-before its look.
 *
 * <p>The youngest wait of a cycle is {@linkplain #tell told}, and is over; the others can go on then. What it has waited
 * for is not touched. A wait that its thread comes back to is as young as one that begins. Waits with a limit end by
 * themselves, and are never told.
 *
 * <p>A loop that makes its runs on a virtual thread, which its own carries, waits as that one thread. Thread-safe; what says so
 * belongs to the waiting thread.
 */
final class PendingWait {
    /** The innermost wait of each thread that waits; put by that thread alone. */
    private static final ConcurrentMap<Thread, PendingWait> INNERMOST = new ConcurrentHashMap<>();

    /** Of waits and passes, in the order of their beginnings. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final long UNSETTLED = 0;

    private final Thread waiter;
    private final Request<?> request;
    private final @Nullable RunLoopMode served; // null: a plain wait
    private final boolean limited;
    private final Runnable wake;
    private final @Nullable PendingWait outer; // around this on the thread's stack
    private final int depth; // from 1
    private volatile long number = NUMBERS.incrementAndGet(); // by the waiter: when it began, or was gone back to
    private long pass; // the waiter's: the number of the pass that it makes
    private volatile long settled; // the number of the pass that has found nothing to do; written by the waiter
    private volatile boolean serves; // until the loop is ending
    private volatile boolean ended; // by the waiter
    private volatile @Nullable List<Thread> told; // the cycle

    /**
     * Nothing is published yet.
     *
     * @param served the mode that the thread serves meanwhile, or null
     * @param limited whether it ends by itself
     * @param wake has the thread look again
     */
    PendingWait(Thread waiter, Request<?> request, @Nullable RunLoopMode served, boolean limited, Runnable wake) {
        this.waiter = Carriages.ownerOf(waiter);
        this.request = request;
        this.served = served;
        this.limited = limited;
        this.wake = wake;
        this.outer = innermost(this.waiter);
        this.depth = outer == null ? 1 : outer.depth + 1;
        this.serves = served != null;
        this.settled = served == null ? number : UNSETTLED; // a plain one never does anything else
    }

    /**
     * The calling thread is about to wait plainly; it calls {@link #end()} afterwards.
     *
     * @throws DeadlockException if it would wait for ever; then there is no wait
     */
    static PendingWait plain(Request<?> request) {
        Thread current = Thread.currentThread();
        var wait = new PendingWait(current, request, null, false, () -> LockSupport.unpark(current));
        wait.begin();
        return wait;
    }

    /**
     * The waiting thread is about to wait; it calls {@link #end()} afterwards.
     *
     * @throws DeadlockException if it would wait for ever; then there is no wait
     */
    void begin() {
        boolean begun = false;
        try {
            publish();
            look();
            throwIfTold();
            begun = true;
        } finally {
            if (!begun) {
                end();
            }
        }
    }

    static boolean isWaiting(Thread thread) {
        return innermost(thread) != null;
    }

    /** How many waits of a thread are below what it begins now. */
    static int depthOf(Thread thread) {
        PendingWait innermost = innermost(thread);
        return innermost == null ? 0 : innermost.depth;
    }

    /** One that could not be taken out when it ended, as the stack was full, is as good as not there. */
    static @Nullable PendingWait innermost(Thread thread) {
        PendingWait wait = INNERMOST.get(Carriages.ownerOf(thread));
        while (wait != null && wait.ended) {
            wait = wait.outer;
        }
        return wait;
    }

    // ---- what the waiting thread says ----

    /** What this thread has published before happens-before the look of any thread that publishes after it. */
    void publish() {
        INNERMOST.put(waiter, this);
        VarHandle.fullFence();
    }

    /** A pass of the loop in the served mode begins, or goes on after its wait: the thread has something to do. */
    void beginPass() {
        settled = UNSETTLED;
        pass = NUMBERS.incrementAndGet();
    }

    /** The pass has found nothing to do: the thread rests. It looks next. */
    void settle() {
        settled = pass;
        VarHandle.fullFence();
    }

    /** The loop is ending and serves nothing any more: this is a plain wait from now on. The thread looks next. */
    void serveNoMore() {
        serves = false;
        beginPass();
        settle();
    }

    /** The wait is over. Does nothing if it is already. */
    void end() {
        if (ended) {
            return;
        }
        ended = true; // first, and enough: what follows may find the stack full
        if (outer == null) {
            INNERMOST.remove(waiter, this);
        } else {
            outer.number = NUMBERS.incrementAndGet();
            INNERMOST.replace(waiter, this, outer);
        }
    }

    /** Looks for a cycle that this wait is in, and has the youngest wait of it told. Whether there is one. */
    boolean look() {
        return !limited && WaitForGraph.resolve(this);
    }

    /**
     * @throws DeadlockException if it was told that it would never end
     */
    void throwIfTold() {
        List<Thread> cycle = told;
        if (cycle != null && !request.isDone()) {
            throw new DeadlockException(cycle);
        }
    }

    // ---- what others see ----

    /** Whether the thread has a reason to end the wait, if it looks. */
    boolean isOver() {
        return ended || told != null || request.isDone();
    }

    /** Has the thread end this wait, as it would never end. */
    void tell(List<Thread> cycle) {
        told = cycle;
        wake.run();
    }

    /** Has the loop of a serving wait make another pass, and settle anew. */
    void lookAgain() {
        wake.run();
    }

    Thread waiter() {
        return waiter;
    }

    Request<?> request() {
        return request;
    }

    @Nullable
    PendingWait outer() {
        return outer;
    }

    int depth() {
        return depth;
    }

    long number() {
        return number;
    }

    boolean isLimited() {
        return limited;
    }

    /** The number of the pass that has found nothing to do, if the thread is at rest since then; else 0. */
    long settled() {
        return settled;
    }

    /** Whether the thread can find something to do, and rests only as long as there is nothing. */
    boolean isServing() {
        return serves;
    }

    /** Whether the thread would perform this request in this wait. */
    boolean performs(Request<?> other) {
        return serves && served != null && other.canRunIn(served);
    }
}
