package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue with many producers and one consumer, which survives a producer that dies in the middle of an offer. It
 * consists of chunks; as long as the consumer stays within a chunk of the producers, one chunk is reused and nothing is
 * allocated.
 *
 * <p>A producer claims a slot by a compare-and-set of the index, and then fills it. In between it can run out of stack, since
 * any call may need some. The repair makes no call: it stores a {@linkplain #VOID void} into the slot, which the consumer
 * skips. Likewise, if there is no memory for a new chunk, the claim is undone. The failed offer throws, and its element is
 * not in the queue.
 *
 * <p>Actions in a thread before its {@code offer(x)} happen-before the return of the {@code poll()} that returns {@code x}. The
 * elements of one producer stay in order. For {@code isEmpty()} an offer in progress counts as content, and {@code poll()}
 * waits for it to complete.
 *
 * <p>{@link #offer}, {@link #isEmpty}, {@link #size} and {@link #offered} are thread-safe; the rest is for the consumer.
 *
 * @param <E> the type of the elements
 */
public final class WorkQueue<E> extends WorkQueueFields.Consumer<E> {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle PRODUCED =
            fieldVarHandle(lookup(), "produced", VarHandle.class, WorkQueueFields.Producers.class, long.class);
    private static final VarHandle LIMIT =
            fieldVarHandle(lookup(), "limit", VarHandle.class, WorkQueueFields.Room.class, long.class);
    private static final VarHandle CONSUMED =
            fieldVarHandle(lookup(), "consumed", VarHandle.class, WorkQueueFields.Consumer.class, long.class);

    private static final Object VOID = new Object(); // in the slot of a failed offer
    private static final Object JUMP = new Object(); // the queue continues in the next chunk, at the same slot
    private static final int SPINS = 256;
    private static final long BRIEF_NANOS = 50_000;

    /**
     * An empty queue.
     *
     * @param chunk the number of slots in a chunk: a power of two, at least two
     */
    WorkQueue(int chunk) {
        super(checked(chunk));
    }

    private static int checked(int chunk) {
        if (chunk < 2 || Integer.bitCount(chunk) != 1) {
            throw new IllegalArgumentException("chunk is not a power of two from 2 on: " + chunk);
        }
        return chunk;
    }

    @Override
    public boolean offer(E element) {
        requireNonNull(element, "element");
        while (true) {
            long room = limit;
            long index = produced; // in this order: a new chunk changes all three
            @Nullable Object[] chunk = writing;
            int place = place(index);
            if ((index & 1) != 0) {
                Thread.onSpinWait(); // another producer is allocating a chunk
            } else if (index >= room) {
                if (makeRoom(element, index, room, chunk)) {
                    return true;
                }
            } else if (PRODUCED.compareAndSet(this, index, index + 2)) {
                try {
                    SLOTS.setRelease(chunk, place, element);
                } catch (Throwable e) {
                    chunk[place] = VOID; // calls nothing
                    throw e;
                }
                return true;
            }
        }
    }

    /** Moves the limit if the consumer has advanced, else stores the element in a new chunk. Returns whether it did the latter. */
    private boolean makeRoom(Object element, long index, long room, @Nullable Object[] chunk) {
        long next = consumed + 2L * mask;
        if (next > index) {
            LIMIT.compareAndSet(this, room, next);
            return false;
        }
        if (!PRODUCED.compareAndSet(this, index, index + 1)) {
            return false;
        }
        int place = (int) (index >> 1) & mask;
        try { // nothing here is a call, so it cannot run out of stack
            @Nullable Object[] more = new Object[chunk.length];
            more[place] = element;
            chunk[chunk.length - 1] = more;
            writing = more;
            limit = index + 2L * (chunk.length - 2);
            chunk[place] = JUMP;
            produced = index + 2; // publishes all of this
            return true;
        } catch (Throwable e) { // no memory
            produced = index;
            throw e;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // only an E is ever put in
    public @Nullable E poll() {
        while (true) {
            long index = consumed;
            @Nullable Object[] chunk = reading;
            int place = place(index);
            Object element = SLOTS.getAcquire(chunk, place); // inline: split into calls, this takes twice as long
            if (element == null || element == JUMP) {
                element = first();
                if (element == null) {
                    return null;
                }
                chunk = reading;
            }
            take(chunk, place, index);
            if (element != VOID) {
                return (E) element;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // only an E is ever put in
    public @Nullable E peek() {
        Object element = first();
        while (element == VOID) {
            takePeeked();
            element = first();
        }
        return (E) element;
    }

    /** The content of the first slot, perhaps a void; null if the queue is empty. */
    private @Nullable Object first() {
        long index = consumed;
        int place = place(index);
        Object element = SLOTS.getAcquire(reading, place);
        if (element == null) {
            if ((produced & ~1L) == index) {
                return null;
            }
            element = awaitFirst(place);
        }
        if (element != JUMP) {
            return element;
        }
        while ((produced & ~1L) == index) {
            Thread.onSpinWait(); // the producer is a few stores away from publishing
        }
        @Nullable Object[] left = reading;
        reading = (@Nullable Object[]) requireNonNull(left[mask + 1]);
        left[mask + 1] = null; // an old chunk must not keep newer ones alive
        return SLOTS.getAcquire(reading, place);
    }

    /** The first slot is claimed and about to be filled. */
    @SuppressWarnings("ThreadPriorityCheck") // the yield
    private Object awaitFirst(int place) {
        for (int spins = 0; ; spins++) {
            Object element = SLOTS.getAcquire(reading, place);
            if (element != null) {
                return element;
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, BRIEF_NANOS); // the producer may need this processor
            }
        }
    }

    /** Takes out what {@link #peek} has just returned. */
    public void takePeeked() {
        long index = consumed;
        take(reading, place(index), index);
    }

    private void take(@Nullable Object[] chunk, int place, long index) {
        chunk[place] = null;
        try {
            CONSUMED.setRelease(this, index + 2);
        } catch (Throwable e) { // no stack: the same without a call
            consumed = index + 2;
        }
    }

    private int place(long index) {
        return (int) (index >> 1) & mask;
    }

    @Override
    public boolean isEmpty() {
        return (produced & ~1L) == consumed;
    }

    @Override
    public int size() {
        long before = consumed;
        while (true) {
            long end = produced & ~1L;
            long start = consumed;
            if (start == before) {
                return (int) Math.min(Integer.MAX_VALUE, (end - start) >> 1);
            }
            before = start;
        }
    }

    /** The number of offers so far, including failed ones and those in progress. */
    public long offered() {
        return produced >> 1;
    }

    /** The number of offers that have left the queue: equal to {@link #offered} if it is empty. */
    public long polled() {
        return consumed >> 1;
    }

    /** Unsupported: only the consumer could rely on it. */
    @Override
    public Iterator<E> iterator() {
        throw new UnsupportedOperationException("a WorkQueue is polled, not iterated");
    }

    @Override
    public String toString() {
        return "WorkQueue[size = " + size() + "]";
    }
}
