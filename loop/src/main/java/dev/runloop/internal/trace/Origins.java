package dev.runloop.internal.trace;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where things were registered with a loop, or handed over to it: the stack at that moment, kept as long as the thing
 * lives. Noted only while somebody has asked for it, as it costs microseconds each time; else a look at a flag.
 *
 * <p>Things are told apart by identity, so one that is handed over again has the latest origin. Thread-safe.
 */
public final class Origins {
    private static final ConcurrentMap<IdentityKey, StackTraceElement[]> STACKS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    private static final AtomicInteger USERS = new AtomicInteger();
    private static boolean isNoting; // plain: a thread may notice some calls later

    private Origins() {}

    /** Somebody wants origins to be noted, until {@link #release}. */
    public static void acquire() {
        USERS.incrementAndGet();
        isNoting = true;
    }

    /** He does not any more. When the last one has gone, everything is forgotten. */
    public static void release() {
        if (USERS.decrementAndGet() == 0) {
            isNoting = false;
            STACKS.clear();
        }
    }

    /** A thing is registered or handed over, by this thread. */
    public static void note(Object thing) {
        if (isNoting) {
            forgetGone();
            STACKS.put(new IdentityKey(thing, GONE), new Throwable().getStackTrace()); // names: it would keep classes
        }
    }

    /** The stack of the thread that registered it or handed it over; null if that was not noted. */
    public static StackTraceElement @Nullable [] of(Object thing) {
        return STACKS.get(new IdentityKey(thing));
    }

    private static void forgetGone() {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            STACKS.remove(gone);
        }
    }
}
