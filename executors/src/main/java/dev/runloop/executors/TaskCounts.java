package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * How many tasks the loop has begun and ended, alone on their cache line: the loop writes them for each task, and producers
 * read what might otherwise lie beside them.
 *
 * <p>Only the loop's thread writes; any thread may read, opaquely. A count may lag behind, and orders nothing.
 */
final class TaskCounts extends TaskCountFields.Padded {
    private static final VarHandle BEGUN =
            fieldVarHandle(lookup(), "begun", VarHandle.class, TaskCountFields.Fields.class, long.class);
    private static final VarHandle ENDED =
            fieldVarHandle(lookup(), "ended", VarHandle.class, TaskCountFields.Fields.class, long.class);

    /** The loop is about to run a task. */
    void begin() {
        BEGUN.setOpaque(this, begun + 1);
    }

    /** The loop has run a task. */
    void end() {
        ENDED.setOpaque(this, ended + 1);
    }

    /** How many tasks have ended, normally or not; each run of a periodic task counts. */
    long completed() {
        return (long) ENDED.getOpaque(this);
    }

    /** How many tasks have been begun. */
    long begun() {
        return (long) BEGUN.getOpaque(this);
    }

    /** Whether a task is running; a guess on other threads. */
    boolean isRunning() {
        long ended = completed();
        return begun() != ended;
    }
}
