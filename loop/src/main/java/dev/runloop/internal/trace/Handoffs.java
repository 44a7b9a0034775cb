package dev.runloop.internal.trace;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who has handed what over to a loop, and when: blocks and tasks, and the marks of sources. Noted only while somebody has
 * asked for it; else a look at a flag. A thing that is handed over again before it was taken is known by the latest.
 *
 * <p>Thread-safe.
 */
public final class Handoffs {
    private static final int MOST = 1 << 16; // what is never taken must not pile up
    private static final ConcurrentMap<IdentityKey, Handoff> PENDING = new ConcurrentHashMap<>();
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static boolean isNoting; // plain: a thread may notice some handovers later

    private Handoffs() {}

    /**
     * One of them.
     *
     * @param number tells it from others
     * @param threadId of the thread that has handed something over
     * @param thread its name
     * @param time of {@link System#nanoTime()}
     */
    public record Handoff(long number, long threadId, String thread, long time) {}

    /** Somebody wants them to be noted, until {@link #release}. */
    public static void acquire() {
        USERS.incrementAndGet();
        isNoting = true;
    }

    /** He does not any more. */
    public static void release() {
        if (USERS.decrementAndGet() == 0) {
            isNoting = false;
            PENDING.clear();
        }
    }

    /** A thing is handed over, by this thread. */
    public static void note(Object thing) {
        if (isNoting) {
            noteNow(thing);
        }
    }

    private static void noteNow(Object thing) {
        if (PENDING.size() >= MOST) {
            PENDING.clear();
        }
        Thread thread = Thread.currentThread();
        PENDING.put(
                new IdentityKey(thing),
                new Handoff(NUMBERS.incrementAndGet(), thread.threadId(), thread.getName(), System.nanoTime()));
    }

    /** It is taken: how it was handed over; null if that is not known. */
    public static @Nullable Handoff take(Object thing) {
        return PENDING.remove(new IdentityKey(thing));
    }
}
