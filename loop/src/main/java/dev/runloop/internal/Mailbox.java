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
 * A bounded queue of messages that invokes a callback when it stops being empty. The callback takes out one or more messages
 * and then {@linkplain #settle() settles}; if there are more, it is invoked again.
 *
 * <p>From the callback until it has settled the mailbox is <em>claimed</em>, and there is no second callback. So there is one
 * consumer at a time, though not always on the same thread, and a sender to a mailbox that is not empty pays for one
 * volatile read.
 *
 * <pre>
 *   sender:    queue.offer(x);    claimed?  else claim it and call
 *   consumer:  claimed = false;   queue.isEmpty()?  else claim it and call
 * </pre>
 *
 * <p>A sender that finds the mailbox full {@linkplain AdaptiveSpin spins} first: with a quick consumer, a free slot costs less
 * than a sleep and a wake-up. Then it announces that it waits, tries again, and only then parks. The consumer looks for
 * announcements after it has freed a slot.
 *
 * <pre>
 *   sender:    waiting++;         queue.offer(x)?  else wait for a permit
 *   consumer:  queue.poll();      waiting?  release a permit
 * </pre>
 *
 * <p>All these accesses are sequentially consistent, so of each pair one side sees the other: no message is overlooked, and no
 * sender keeps waiting while there is a free slot. Permits are for any sender. If a faster sender takes the slot, the one
 * with the permit waits on, since that message will free a slot too; a permit left over costs a later waiter one more look.
 *
 * @param <E> the messages
 */
public final class Mailbox<E> {
    /** The maximum capacity. */
    public static final int MAX_CAPACITY = 1 << 24;

    private static final int SPINS_PER_LOOK = 64;

    private static final VarHandle CLAIMED =
            fieldVarHandle(lookup(), "claimed", VarHandle.class, Mailbox.class, boolean.class);
    private static final VarHandle WAITING =
            fieldVarHandle(lookup(), "waiting", VarHandle.class, Mailbox.class, int.class);

    private final Queue<E> queue;
    private final Semaphore freed = new Semaphore(0); // permits to try again, for waiting senders
    private final Runnable ready;
    private volatile boolean claimed; // set by a sender or the consumer by CAS, cleared by the consumer
    private volatile int waiting; // the number of senders that wait or are about to; changed by them
    private volatile boolean closed; // set once, by any thread
    private int spins; // an AdaptiveSpin; shared by the senders, unsynchronised

    /**
     * An empty mailbox.
     *
     * @param capacity a power of two
     * @param ready the callback, invoked by a sender, or by the consumer as it settles
     */
    public Mailbox(int capacity, Runnable ready) {
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.ready = ready;
    }

    /**
     * Adds a message. Returns false if the mailbox is full or closed. Actions in a thread before this happen-before the
     * return of the {@code poll} that returns {@code message}.
     */
    public boolean offer(E message) {
        if (closed || !queue.offer(message)) {
            return false;
        }
        callIfUnclaimed();
        return true;
    }

    /** Adds a message, waiting up to {@code nanos} for a free slot. Returns false if there was none, or it is closed. */
    public boolean offer(E message, long nanos) throws InterruptedException {
        return offer(message) || (nanos > 0 && (offerSoon(message) || offerInTurn(message, nanos)));
    }

    /**
     * Spins for a free slot. Each look takes the cache line away from the consumer, so there are few; by the next one
     * several slots have come free.
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

    /** For senders: announces that one is going to wait, and adds the message if there is a free slot after all. */
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

    /** For the consumer, after the callback: removes the next message, and releases a sender that waits for its slot. */
    public @Nullable E poll() {
        E message = queue.poll();
        if (message != null) {
            VarHandle.fullFence(); // the queue frees the slot by a release store, which the read must not overtake
            if (waiting > freed.availablePermits()) {
                freed.release();
            }
        }
        return message;
    }

    /** The number of waiting senders that may try again, for monitoring. */
    public int freedPlaces() {
        return freed.availablePermits();
    }

    /** For the consumer: ends its turn. If there are more messages, the callback is invoked again. */
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

    /** Refuses all later messages, and releases the waiting senders. */
    public void close() {
        closed = true;
        freed.release(MAX_CAPACITY);
    }

    /** The approximate number of messages. */
    public int size() {
        return queue.size();
    }
}
