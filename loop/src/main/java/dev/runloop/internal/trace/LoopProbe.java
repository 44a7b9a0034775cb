package dev.runloop.internal.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What diagnostics and virtual time may see of a loop beyond its public API. Thread-safe, without the loop's cooperation; all
 * answers are snapshots and may be out of date.
 */
public interface LoopProbe {
    /** The loop's counters. */
    LoopCounters counters();

    /** Whether a run is in progress. */
    boolean isRunning();

    /** Whether it sleeps. */
    boolean isAsleep();

    /** A number that changes whenever the loop, or a source with a {@link WorkProbe}, begins something. */
    long progress();

    /** The number of waiting tasks, blocks and changes. */
    int queued();

    /** The number of blocks that the loop has taken in and not run yet. */
    int waitingBlocks();

    /** Whether other threads have left changes that the loop has not taken in. */
    boolean hasPendingChanges();

    /** The virtual thread that the loop's thread is carrying now; null if there is none. */
    @Nullable
    Thread carriedThread();

    /** Some of the threads that the loop's thread cannot carry because it waits for something. */
    List<Thread> starvedThreads();
}
