package dev.runloop.internal.trace;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the things that a loop calls come from: which thread handed off a block or a task, or signalled a source, and when;
 * and the <em>origin</em>, the stack of the thread that registered the thing or handed it off. Each is recorded only while
 * a tool asks for it, and costs a look at a flag otherwise; an origin costs microseconds.
 *
 * <p>Things are told apart by identity, so one that is handed off again is known by the latest hand-off. Thread-safe.
 */
public final class Handoffs {
    private static final int MAX_PENDING = 1 << 16; // what is never taken must not pile up
    private static final ConcurrentMap<IdentityKey, Handoff> PENDING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final ConcurrentMap<IdentityKey, StackTraceElement[]> ORIGINS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>(); // keys of ORIGINS

    private static final AtomicInteger RECORDERS = new AtomicInteger();
    private static final AtomicInteger ORIGIN_RECORDERS = new AtomicInteger();
    private static boolean isRecording; // both plain: a thread may notice a change some hand-offs later
    private static boolean isRecordingOrigins;

    private Handoffs() {}

    /**
     * One hand-off.
     *
     * @param number unique among hand-offs
     * @param threadId of the thread that handed something off
     * @param thread its name
     * @param time of {@link System#nanoTime()}
     */
    public record Handoff(long number, long threadId, String thread, long time) {}

    /** Records hand-offs until {@link #stopRecording}, which has to be called once for each call of this. */
    public static void startRecording() {
        RECORDERS.incrementAndGet();
        isRecording = true;
    }

    /** Ends one {@link #startRecording}; the last one forgets what was recorded. */
    public static void stopRecording() {
        if (RECORDERS.decrementAndGet() == 0) {
            isRecording = false;
            PENDING.clear();
        }
    }

    /** Records origins until {@link #stopRecordingOrigins}, which has to be called once for each call of this. */
    public static void startRecordingOrigins() {
        ORIGIN_RECORDERS.incrementAndGet();
        isRecordingOrigins = true;
    }

    /** Ends one {@link #startRecordingOrigins}; the last one forgets what was recorded. */
    public static void stopRecordingOrigins() {
        if (ORIGIN_RECORDERS.decrementAndGet() == 0) {
            isRecordingOrigins = false;
            ORIGINS.clear();
        }
    }

    /** The current thread hands off a block or a task. */
    public static void handedOff(Object thing) {
        registered(thing);
        signalled(thing);
    }

    /** The current thread registers something with a loop. */
    public static void registered(Object thing) {
        if (isRecordingOrigins) {
            recordOrigin(thing);
        }
    }

    /** The current thread signals a source with these callbacks. */
    public static void signalled(Object callbacks) {
        if (isRecording) {
            record(callbacks);
        }
    }

    private static void record(Object thing) {
        if (PENDING.size() >= MAX_PENDING) {
            PENDING.clear();
        }
        Thread thread = Thread.currentThread();
        PENDING.put(
                new IdentityKey(thing),
                new Handoff(NUMBERS.incrementAndGet(), thread.threadId(), thread.getName(), System.nanoTime()));
    }

    private static void recordOrigin(Object thing) {
        for (Reference<?> key = COLLECTED.poll(); key != null; key = COLLECTED.poll()) {
            ORIGINS.remove(key);
        }
        ORIGINS.put(new IdentityKey(thing, COLLECTED), new Throwable().getStackTrace()); // names: it would keep classes
    }

    /** The pending hand-off of something that is now called; null if it was not recorded. */
    public static @Nullable Handoff take(Object thing) {
        return PENDING.remove(new IdentityKey(thing));
    }

    /** The origin of something; null if it was not recorded. */
    public static StackTraceElement @Nullable [] originOf(Object thing) {
        return ORIGINS.get(new IdentityKey(thing));
    }
}
