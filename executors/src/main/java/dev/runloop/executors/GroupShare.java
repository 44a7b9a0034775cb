package dev.runloop.executors;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that a loop of a group has handed to the group while no loop was idle. That loop may wait for them in invisible ways
 * (a completion service, a latch), and so may the loop whose queue holds them. So the first loop that is free runs them, as
 * the first free thread of a pool would.
 *
 * <p>However many tasks there are, the queue of each loop holds at most one {@link Visit} for them. A visit is marked as over
 * before it looks for a task, and a task is added before its thread checks for a pending visit, so one of them sees the
 * other. Actions before {@link #share} happen-before the run of the task.
 */
final class GroupShare {
    private static final int CANCELLED_BETWEEN_LOOKS = 1024;

    private final List<RunLoopExecutor> members;
    private final GroupWaits waits;
    private final Queue<Shareable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger(); // the number of tasks
    private final AtomicInteger cancelled =
            new AtomicInteger(); // since the last sweep; not all of them are among the tasks
    private final AtomicIntegerArray expected; // per loop: 1 if a visit is pending

    GroupShare(List<RunLoopExecutor> members, GroupWaits waits) {
        this.members = members;
        this.waits = waits;
        this.expected = new AtomicIntegerArray(members.size());
    }

    /** Makes each loop look for a task that one of them has been given. */
    void share(Shareable task) {
        size.incrementAndGet();
        tasks.add(task);
        for (int i = 0; i < members.size(); i++) {
            expectVisit(i);
        }
    }

    /** Whether a loop will visit; false if it accepts no tasks. */
    private boolean expectVisit(int index) {
        if (!expected.compareAndSet(index, 0, 1)) {
            return true;
        }
        var visit = new Visit(this, index);
        boolean isOffered = false;
        waits.spareWaits();
        try {
            isOffered = members.get(index).buffer().squeezeIn(visit);
        } finally {
            if (!isOffered) {
                visit.drop();
            }
        }
        return isOffered;
    }

    /** A free loop runs one task, and visits again if there are more. */
    private void visit(int index) {
        for (Shareable task = poll(); task != null; task = poll()) {
            boolean isLast = tasks.isEmpty() || expectVisit(index);
            task.run();
            if (isLast) {
                return;
            }
        }
    }

    private @Nullable Shareable poll() {
        for (Shareable task = tasks.poll(); task != null; task = tasks.poll()) {
            size.decrementAndGet();
            if (task.isToRun()) {
                return task;
            }
        }
        return null;
    }

    /** A task of the group has been cancelled. Such tasks are removed when they may be half of all. */
    void taskCancelled() {
        int number = cancelled.incrementAndGet();
        if ((number & (CANCELLED_BETWEEN_LOOKS - 1)) == 0 && number >= size.get() / 2) {
            cancelled.addAndGet(-number);
            tasks.removeIf(task -> {
                boolean isToGo = !task.isToRun();
                if (isToGo) {
                    size.decrementAndGet();
                }
                return isToGo;
            });
        }
    }

    /**
     * Makes a loop look for tasks.
     *
     * @param isGone makes sure that it is counted as gone once
     */
    record Visit(GroupShare share, int index, AtomicBoolean isGone) implements Spare {

        Visit(GroupShare share, int index) {
            this(share, index, new AtomicBoolean());
        }

        @Override
        public void run() {
            drop();
            try {
                share.visit(index);
            } finally {
                share.waits.spareHasRun();
            }
        }

        @Override
        public void drop() {
            if (isGone.compareAndSet(false, true)) {
                share.expected.set(index, 0);
                share.waits.spareIsGone();
            }
        }
    }
}
