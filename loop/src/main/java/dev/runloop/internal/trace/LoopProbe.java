package dev.runloop.internal.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the diagnostics may see of a loop that is nobody else's business. For any thread, without the loop's help; all
 * answers are of a moment and may be behind.
 */
public interface LoopProbe {
    /** What it counts. */
    LoopCounters counters();

    /** Whether a run is in progress. */
    boolean isInRun();

    /** Whether it sleeps. */
    boolean isAsleep();

    /** A number that changes whenever the loop, or a probe in it, begins with something else. */
    long progress();

    /** How many tasks, blocks and pieces of news wait. */
    int queued();

    /** How many blocks have been taken in and wait for their modes, or for a wake-up. */
    int blocks();

    /** Whether others have left something that the loop has not taken in. */
    boolean hasNews();

    /** Who is being carried by the loop's thread now; null if nobody is. */
    @Nullable
    Thread carried();

    /** Some of those whom it keeps from running by what it waits for; empty if it does not wait, or carries nobody. */
    List<Thread> heldUp();
}
