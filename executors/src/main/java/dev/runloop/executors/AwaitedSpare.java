package dev.runloop.executors;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A second entry for a {@link GroupTask} that a loop of its group waits for, in the queue of another loop. The first loop
 * to come to the task runs it.
 *
 * @param isGone makes sure that it is counted as gone once
 */
record AwaitedSpare(GroupTask<?> task, GroupWaits waits, AtomicBoolean isGone) implements Spare, UserCodeWrapper {

    AwaitedSpare(GroupTask<?> task, GroupWaits waits) {
        this(task, waits, new AtomicBoolean());
    }

    @Override
    public void run() {
        try {
            task.run();
        } finally {
            waits.spareHasRun();
            drop();
        }
    }

    @Override
    public void drop() {
        if (isGone.compareAndSet(false, true)) {
            waits.spareIsGone();
        }
    }

    @Override
    public Class<?> calleeClass() {
        return task.calleeClass();
    }
}
