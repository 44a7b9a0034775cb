package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Measures callouts and finds the longest, without two clock readings for each.
 *
 * <p><b>One reading per callout.</b> The clock is read when a callout returns. Callouts follow each other closely, so each is
 * taken to have begun at the <em>stamp</em>: when the previous one returned, or when the loop last woke up. What the loop
 * itself did in between, a few microseconds at most, is charged to the callout.
 *
 * <p><b>One reading per batch.</b> A reading costs more than many a callout. So consecutive callouts of one class are measured
 * in batches. A batch is closed by its last callout, by one of another class, by a sleep, or by the end of the run. Its size
 * adapts: it starts at one, doubles up to {@value #MAX_BATCH} as long as callouts take less than 2 µs on average, and falls
 * back to one after a slower batch or with another class.
 *
 * <p><b>What this gives up.</b> The longest callout is an upper bound: it may include the brief callouts before it in its batch,
 * {@value #MAX_BATCH} minus one at most. Nothing is missed, since every span between two stamps is measured. A callout during
 * which the loop sleeps in a nested run is charged from the last wake-up on; no callout is charged for the sleep.
 *
 * <p>With a {@link Tracer} every callout is measured by itself.
 *
 * <p>Written by the loop's thread, opaquely. The last three methods are for any thread: their results may be out of date, and
 * order nothing.
 */
abstract sealed class CalloutTimer permits LoopCounters {
    private static final int MAX_BATCH = 16;
    private static final long BRIEF_NANOS = 2_000;

    private static final VarHandle STAMP =
            fieldVarHandle(lookup(), "stamp", VarHandle.class, CalloutTimer.class, long.class);
    private static final VarHandle LONGEST =
            fieldVarHandle(lookup(), "longest", VarHandle.class, CalloutTimer.class, long.class);
    private static final VarHandle LONGEST_CALLEE =
            fieldVarHandle(lookup(), "longestCallee", VarHandle.class, CalloutTimer.class, String.class);

    private long stamp; // when the last measured callout returned, or the last sleep ended
    private long longest; // nanoseconds

    @SuppressWarnings("UnusedVariable") // by its handle
    private String longestCallee = ""; // a name, as observing must not keep a class

    private boolean isStamped; // false between outermost runs
    private byte batched; // callouts that have returned since the stamp
    private byte batchSize = 1;
    private @Nullable Class<?> lastCallee; // of the batch; null again when the loop sleeps or its run ends

    /** A callout is about to be made. Returns when it is taken to begin. */
    final long beginSpan(Object callee, boolean isTraced) {
        Class<?> calleeClass = UserCodeWrapper.classOf(callee);
        if (calleeClass != lastCallee) {
            if (batched > 0) {
                measure(System.nanoTime());
            }
            if (lastCallee != null) {
                batchSize = 1;
            }
            lastCallee = calleeClass;
        }
        if (isTraced || !isStamped) {
            stampAt(System.nanoTime());
        }
        return stamp;
    }

    /** A callout has returned. Returns when, or zero if it is left to the batch. */
    final long endSpan(Object callee, boolean isTraced) {
        Class<?> calleeClass = UserCodeWrapper.classOf(callee);
        if (!isTraced && calleeClass == lastCallee && ++batched < batchSize) {
            return 0;
        }
        long now = System.nanoTime();
        lastCallee = calleeClass; // again, if the callout has run the loop
        measure(now);
        return now;
    }

    /** A sleep begins. */
    final void closeBatch(long now) {
        if (batched > 0) {
            measure(now);
        }
        lastCallee = null;
    }

    /** An outermost run has ended. */
    final void endSpans() {
        if (batched > 0) {
            measure(System.nanoTime());
        }
        lastCallee = null;
        isStamped = false;
    }

    /** Measures the batch; its last callout may have taken long. */
    private void measure(long now) {
        long span = now - stamp;
        if (span > longest) {
            LONGEST_CALLEE.setOpaque(this, lastCallee == null ? "" : UserCodeWrapper.nameOf(lastCallee));
            LONGEST.setOpaque(this, span);
        }
        batchSize = (byte) (span < BRIEF_NANOS * batchSize ? Math.min(2 * batchSize, MAX_BATCH) : 1);
        stampAt(now);
    }

    /** Whatever is called next begins now. */
    final void stampAt(long now) {
        STAMP.setOpaque(this, now);
        isStamped = true;
        batched = 0;
    }

    /** A lower bound of when the current callout began, by {@link System#nanoTime()}. */
    public final long stamp() {
        return (long) STAMP.getOpaque(this);
    }

    /** The longest callout, in nanoseconds. */
    public final long longestCalloutNanos() {
        return (long) LONGEST.getOpaque(this);
    }

    /** The name of its class; empty if there was no callout. */
    public final String longestCallee() {
        return (String) LONGEST_CALLEE.getOpaque(this);
    }
}
