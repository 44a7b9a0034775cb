package dev.runloop.internal.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a source that does many things within one perform, such as the tasks of an executor. The loop cannot
 * count these one by one; so they are asked for where somebody wants to know.
 *
 * <p>{@link #enters} may be called by any thread, the rest is for everyone, at any time: answers may be behind.
 */
public interface WorkProbe {
    /** The source comes into a loop, whose counters these are; before anything of it runs there, or soon after. */
    void enters(LoopCounters counters);

    /** How many things have been begun so far. */
    long begun();

    /** How many wait to be begun now. */
    int waiting();

    /** The thread that is being carried by the loop's at this moment; null if none is, or if that is not what this does. */
    default @Nullable Thread carried() {
        return null;
    }

    /**
     * Some of the threads that could run if the loop's own carried them, while that waits for something; empty if it does not
     * wait.
     */
    default List<Thread> heldUp() {
        return List.of();
    }
}
