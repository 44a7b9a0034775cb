package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A queue of many producers and one consumer without a limit, which outlives the producer that dies in the middle of an
 * offer. It is made of chunks; as long as the consumer stays within a chunk of the producers, one chunk is used over and
 * over and nothing is allocated.
 *
 * <p>A producer claims a place by a compare-and-set of the index, and fills it. Between the two it can run out of stack, as
 * all that it calls there may need some. What mends this calls nothing: it stores a {@linkplain #VOID void} into the place,
 * and the consumer steps over it. The same holds for a new chunk, for which there may be no memory: the claim is given back.
 * The offer that fails throws, and its element is not in the queue.
 *
 * <p>Happens-before: actions in a thread before its {@code offer(x)} happen-before the return of the {@code poll()} that
 * answers {@code x}. Elements of one producer come out in its order. {@code isEmpty()} takes a half-finished offer for
 * content, and {@code poll()} waits for its end.
 *
 * <p>{@link #offer}, {@link #isEmpty}, {@link #size} and {@link #offered} are for everyone, the rest belongs to the consumer.
 *
 * @param <E> the type of the elements
 */
public final class WorkQueue<E> extends WorkQueueConsumer<E> {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle PRODUCED = fieldVarHandle(lookup(), "produced", VarHandle.class, WorkQueueProducers.class, long.class);
    private static final VarHandle LIMIT = fieldVarHandle(lookup(), "limit", VarHandle.class, WorkQueueRoom.class, long.class);
    private static final VarHandle CONSUMED = fieldVarHandle(lookup(), "consumed", VarHandle.class, WorkQueueConsumer.class, long.class);

    private static final Object VOID = new Object(); // in the place of an offer that has failed
    private static final Object JUMP = new Object(); // the queue goes on in the next chunk, at the same place
    private static final int SPINS = 256;
    private static final long BRIEF_NANOS = 50_000;

    /**
     * An empty queue.
     *
     * @param chunk how many places a chunk has: a power of two, and at least two
     */
    public WorkQueue(int chunk) {
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
            long index = produced; // after the limit, before the chunk: a new chunk changes all three
            @Nullable Object[] chunk = writing;
            int place = place(index);
            if ((index & 1) != 0) {
                Thread.onSpinWait(); // somebody is making a new chunk
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

    /** The limit has been reached: moves it if the consumer has gone on, else puts the element into a new chunk. */
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
            Object element = first();
            if (element == null) {
                return null;
            }
            takeFirst();
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
            takeFirst();
            element = first();
        }
        return (E) element;
    }

    /** What is in the first place, a void perhaps; null if the queue is empty. */
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
            Thread.onSpinWait(); // what it publishes is a few stores away
        }
        @Nullable Object[] left = reading;
        reading = (@Nullable Object[]) requireNonNull(left[mask + 1]);
        left[mask + 1] = null; // an old chunk must not keep younger ones alive
        return SLOTS.getAcquire(reading, place);
    }

    /** The first place has been claimed, and is about to be filled. */
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
                LockSupport.parkNanos(this, BRIEF_NANOS); // the producer may wait for this processor
            }
        }
    }

    private void takeFirst() {
        long index = consumed;
        reading[place(index)] = null;
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

    /** How many offers there have been; one that is under way counts, and so does one that has failed. */
    public long offered() {
        return produced >> 1;
    }

    /** Of how many offers nothing is left in the queue: as many as were {@linkplain #offered made} if it is empty. */
    public long polled() {
        return consumed >> 1;
    }

    /** Not offered: nobody needs it, and it would be true for the consumer alone. */
    @Override
    public Iterator<E> iterator() {
        throw new UnsupportedOperationException("a queue of work is polled, not iterated");
    }

    @Override
    public String toString() {
        return "WorkQueue[size = " + size() + "]";
    }
}

/** Space before what producers write. */
abstract class WorkQueueFront<E> extends AbstractQueue<E> {
    long front0, front1, front2, front3, front4, front5, front6, front7;
    long front8, front9, front10, front11, front12, front13, front14;
}

/** What producers write with each offer. */
abstract class WorkQueueProducers<E> extends WorkQueueFront<E> {
    /** Twice how many places have been claimed; odd while a new chunk is made. Changed by compare-and-set. */
    volatile long produced;
}

/** Space between what changes with each offer and what seldom does. */
abstract class WorkQueueMiddle<E> extends WorkQueueProducers<E> {
    long middle0, middle1, middle2, middle3, middle4, middle5, middle6, middle7;
    long middle8, middle9, middle10, middle11, middle12, middle13, middle14;
}

/** What producers read with each offer. */
abstract class WorkQueueRoom<E> extends WorkQueueMiddle<E> {
    final int mask; // of a place in a chunk; the slot behind the last place has the next chunk
    volatile long limit; // of produced: up to here the chunk has room. Grows only
    volatile @Nullable Object[] writing; // the chunk of the producers; changed while produced is odd

    WorkQueueRoom(int chunk) {
        mask = chunk - 1;
        limit = 2L * mask;
        writing = new Object[chunk + 1];
    }
}

/** Space between what producers read and what the consumer writes. */
abstract class WorkQueueBack<E> extends WorkQueueRoom<E> {
    long back0, back1, back2, back3, back4, back5, back6, back7;
    long back8, back9, back10, back11, back12, back13, back14;

    WorkQueueBack(int chunk) {
        super(chunk);
    }
}

/** What the consumer writes. */
abstract class WorkQueueConsumer<E> extends WorkQueueBack<E> {
    volatile long consumed; // twice how many places

    @Nullable
    Object[] reading; // the chunk of the consumer

    long end0, end1, end2, end3, end4, end5, end6, end7;
    long end8, end9, end10, end11, end12, end13, end14;

    WorkQueueConsumer(int chunk) {
        super(chunk);
        reading = writing;
    }
}
