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
 * A thread waiting for a request: a node of the {@link WaitForGraph}. The waits of a thread are frames on its stack, of which
 * only the innermost can end next. A plain wait blocks its thread. A serving wait runs a mode of the thread's loop, so requests,
 * and further waits, may run above it.
 *
 * <p><b>Protocol.</b> A thread publishes its wait and then looks for a cycle through it, with a full fence in between. It looks
 * again each time it {@linkplain #settle settles}, that is, finds nothing to do in the mode it serves and is about to sleep: only
 * then do requests that it will not perform depend on the wait. So every step that completes a cycle is followed by a look. If
 * several threads complete a cycle at the same time, one passes its fence last, and what the others published before their
 * fences happens-before its look.
 *
 * <p>The youngest wait of a cycle is {@linkplain #tell told}, and ends; the others can then continue. Its request is left alone.
 * A wait that becomes the innermost one again is as young as a new one. Waits with a limit end by themselves, and are never told.
 *
 * <p>A loop with confined threads runs on a virtual thread that its own thread carries; the two count as one here. Thread-safe;
 * some methods, as marked, belong to the waiting thread.
 */
final class PendingWait {
    /** The innermost wait of each waiting thread; written only by that thread. */
    private static final ConcurrentMap<Thread, PendingWait> INNERMOST = new ConcurrentHashMap<>();

    /** Numbers waits and passes in the order in which they begin. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final long UNSETTLED = 0;

    private final Thread waiter;
    private final Request<?> request;
    private final @Nullable RunLoopMode served; // null: a plain wait
    private final boolean limited;
    private final Runnable wake;
    private final @Nullable PendingWait outer; // the next frame out
    private final int depth; // from 1
    private volatile long number =
            NUMBERS.incrementAndGet(); // written by the waiter: since when it is the innermost wait
    private long pass; // the waiter's: the number of the current pass
    private volatile long settled; // the number of the pass that found nothing to do; written by the waiter
    private volatile boolean serves; // until the loop is ending
    private volatile boolean ended; // written by the waiter
    private volatile @Nullable List<Thread> told; // the cycle

    /**
     * A wait that is not published yet.
     *
     * @param served the mode that the thread serves meanwhile, or null
     * @param limited whether the wait ends by itself
     * @param wake makes the thread look again
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
     * Begins a plain wait of the calling thread, which calls {@link #end()} afterwards.
     *
     * @throws DeadlockException if the wait would never end; then there is no wait
     */
    static PendingWait plain(Request<?> request) {
        Thread current = Thread.currentThread();
        var wait = new PendingWait(current, request, null, false, () -> LockSupport.unpark(current));
        wait.begin();
        return wait;
    }

    /**
     * Begins the wait. The waiting thread calls {@link #end()} afterwards.
     *
     * @throws DeadlockException if the wait would never end; then there is no wait
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

    /** How many waits are on a thread's stack. */
    static int depthOf(Thread thread) {
        PendingWait innermost = innermost(thread);
        return innermost == null ? 0 : innermost.depth;
    }

    /** The innermost wait of a thread. Skips waits that have ended but could not be removed, for want of stack. */
    static @Nullable PendingWait innermost(Thread thread) {
        PendingWait wait = INNERMOST.get(Carriages.ownerOf(thread));
        while (wait != null && wait.ended) {
            wait = wait.outer;
        }
        return wait;
    }

    // ---- for the waiting thread ----

    /** What this thread published before happens-before the look of any thread that publishes later. */
    void publish() {
        INNERMOST.put(waiter, this);
        VarHandle.fullFence();
    }

    /** A pass of the loop begins in the served mode, or continues after its sleep: the thread may have something to do. */
    void beginPass() {
        settled = UNSETTLED;
        pass = NUMBERS.incrementAndGet();
    }

    /** The pass has found nothing to do, so the thread rests. It looks next. */
    void settle() {
        settled = pass;
        VarHandle.fullFence();
    }

    /** The loop is ending and serves nothing any more, so this becomes a plain wait. The thread looks next. */
    void serveNoMore() {
        serves = false;
        beginPass();
        settle();
    }

    /** Ends the wait. Idempotent. */
    void end() {
        if (ended) {
            return;
        }
        ended = true; // first, and sufficient: what follows may run out of stack
        if (outer == null) {
            INNERMOST.remove(waiter, this);
        } else {
            outer.number = NUMBERS.incrementAndGet();
            INNERMOST.replace(waiter, this, outer);
        }
    }

    /** Looks for cycles through this wait, and tells the youngest wait of each. Returns whether there was one. */
    boolean look() {
        return !limited && WaitForGraph.resolve(this);
    }

    /**
     * @throws DeadlockException if the wait was told that it would never end
     */
    void throwIfTold() {
        List<Thread> cycle = told;
        if (cycle != null && !request.isDone()) {
            throw new DeadlockException(cycle);
        }
    }

    // ---- for any thread ----

    /** Whether the wait has a reason to end. */
    boolean isOver() {
        return ended || told != null || request.isDone();
    }

    /** Makes the thread end this wait, which would never end by itself. */
    void tell(List<Thread> cycle) {
        told = cycle;
        wake.run();
    }

    /** Makes the loop of a serving wait begin another pass, and settle again. */
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

    /** The number of the pass that found nothing to do, if the thread has been at rest since; else 0. */
    long settled() {
        return settled;
    }

    /** Whether the thread serves a mode, and rests only as long as that has nothing to do. */
    boolean isServing() {
        return serves;
    }

    /** Whether the thread would perform this request in this wait. */
    boolean performs(Request<?> other) {
        return serves && served != null && other.canRunIn(served);
    }
}
