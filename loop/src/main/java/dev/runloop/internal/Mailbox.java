package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue of messages with so many places and no more, which has somebody called when it stops being empty. A sender that is
 * called takes out one message, or several, and then {@linkplain #settle() settles}: if there are more, it is called
 * again.
 *
 * <p>From the call until it has settled the mailbox is <em>claimed</em>, and nobody is called a second time. So there
 * is one consumer at a time, though not always on the same thread, and a sender to a mailbox that is not empty pays for
 * one volatile read.
 *
 * <pre>
 *   sender:    queue.offer(x);    claimed?  else claim it and call
 *   consumer:  claimed = false;   queue.isEmpty()?  else claim it and call
 * </pre>
 *
 * <p>A sender that finds no place looks again for a while, some 20 microseconds at most, if that has paid lately: where
 * the consumer is quick, a place costs less than a sleep and a wake-up for each. Then it announces that it waits, tries
 * again, and only then parks. The consumer looks for announcements after it has made a place free.
 *
 * <pre>
 *   sender:    waiting++;         queue.offer(x)?  else wait for a permit
 *   consumer:  queue.poll();      waiting?  a permit for one
 * </pre>
 *
 * <p>All these accesses are sequentially consistent, so of each pair one sees the other: no message stays behind
 * unseen, and no sender waits on while there is a place. Permits are for any sender. One that finds the place taken
 * by a quicker one waits on, for the message that took it will leave a place too; one that is left over costs a later
 * waiter one more look.
 *
 * @param <E> the messages
 */
public final class Mailbox<E> {
    /** The largest capacity. */
    public static final int MOST_PLACES = 1 << 24;

    private static final int SPINS_PER_LOOK = 64;

    private static final VarHandle CLAIMED = fieldVarHandle(lookup(), "claimed", VarHandle.class, Mailbox.class, boolean.class);
    private static final VarHandle WAITING = fieldVarHandle(lookup(), "waiting", VarHandle.class, Mailbox.class, int.class);

    private final Queue<E> queue;
    private final Semaphore freed = new Semaphore(0); // permits for those who wait to try again
    private final Runnable ready;
    private volatile boolean claimed; // set by a sender or the consumer by CAS, cleared by the consumer
    private volatile int waiting; // how many senders wait or are about to; changed by them
    private volatile boolean closed; // set once, by anyone
    private int spins; // of an AdaptiveSpin; shared by the senders, not synchronised

    /**
     * @param capacity how many places there are, a power of two
     * @param ready called by a sender, or by the consumer as it settles, when there is something to take out
     */
    public Mailbox(int capacity, Runnable ready) {
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.ready = ready;
    }

    /**
     * Puts a message in if there is a place. Returns false if there is none, or the mailbox is closed. Actions in a
     * thread before this happen-before the return of the {@code poll} that answers {@code message}.
     */
    public boolean offer(E message) {
        if (closed || !queue.offer(message)) {
            return false;
        }
        callIfUnclaimed();
        return true;
    }

    /** Puts a message in, and waits for a place so long. Returns false if none came free, or the mailbox is closed. */
    public boolean offer(E message, long nanos) throws InterruptedException {
        return offer(message) || (nanos > 0 && (offerSoon(message) || offerInTurn(message, nanos)));
    }

    /**
     * Spins for a place, as long as it has paid lately. Each look takes the cache line away from the consumer, so there
     * are few; several places have come free by the next one.
     */
    private boolean offerSoon(E message) {
        for (int i = spins; i > 0 && !closed; i--) {
            Thread.onSpinWait();
            if (i % SPINS_PER_LOOK == 0 && offer(message)) {
                return true;
            }
        }
        return false;
    }

    private boolean offerInTurn(E message, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        boolean offered = offerOrAnnounce(message);
        try {
            while (!offered && !closed) {
                if (!freed.tryAcquire(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS)) {
                    return offer(message);
                }
                offered = offer(message);
            }
            return offered;
        } finally {
            retract();
            spins = AdaptiveSpin.afterSleep(spins, System.nanoTime() - start);
        }
    }

    /** A sender: announces that it is going to wait, and puts the message in if there is a place after all. */
    public boolean offerOrAnnounce(E message) {
        WAITING.getAndAdd(this, 1);
        return offer(message);
    }

    private void retract() {
        WAITING.getAndAdd(this, -1);
    }

    private void callIfUnclaimed() {
        if (!claimed && CLAIMED.compareAndSet(this, false, true)) {
            ready.run();
        }
    }

    /** The consumer, after it was called: takes out the next message, and lets one go on who waits for its place. */
    public @Nullable E poll() {
        E message = queue.poll();
        if (message != null) {
            VarHandle.fullFence(); // the queue frees the place by a release store, which may stay behind
            if (waiting > freed.availablePermits()) {
                freed.release();
            }
        }
        return message;
    }

    /** How many of those who wait may try again; to watch this. */
    public int freedPlaces() {
        return freed.availablePermits();
    }

    /** The consumer: it has taken out what it wanted to. If there is more, it is called again. */
    public void settle() {
        if (!queue.isEmpty()) {
            ready.run();
            return;
        }
        claimed = false;
        if (!queue.isEmpty()) {
            callIfUnclaimed();
        }
    }

    /** Takes in nothing more, and lets go of those who wait for a place. */
    public void close() {
        closed = true;
        freed.release(MOST_PLACES);
    }

    /** About how many messages there are. */
    public int size() {
        return queue.size();
    }
}
