package dev.runloop.internal.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows the work of a source that does many things within one perform, such as the tasks of an executor. The loop cannot count
 * these itself, so diagnostics ask its callbacks, which implement this.
 *
 * <p>Thread-safe; answers may be out of date.
 */
public interface WorkProbe {
    /** The source has been added to the loop with these counters; called before its first perform there, or soon after. */
    void attach(LoopCounters counters);

    /** The number of things begun so far. */
    long begun();

    /** The number of things waiting to be begun. */
    int waiting();

    /** The virtual thread that the loop's thread is carrying now; null if there is none. */
    default @Nullable Thread carriedThread() {
        return null;
    }

    /**
     * Some of the threads that the loop's thread cannot carry because it waits for something; empty if it does not wait.
     */
    default List<Thread> starvedThreads() {
        return List.of();
    }
}
