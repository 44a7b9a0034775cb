package dev.runloop.executors;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of a group wait for in their tasks. A wait must end wherever it would in a pool with as many threads. So a
 * task of the group that a loop waits for and that has not begun is also put into the queues of all other loops ({@link
 * AwaitedSpare}), and the first that is free runs it.
 *
 * <p>A wait without a timeout that closes a cycle throws {@link IllegalStateException}: all loops that could run the task wait
 * themselves, for tasks that only such loops can run. Each loop records its wait and looks for a cycle under one lock, so of
 * the loops that close a cycle together only the last one throws.
 */
final class GroupWaits {
    /** The place of a task that runs on no loop of the group. */
    static final int ELSEWHERE = Integer.MAX_VALUE;

    private final List<RunLoopExecutor> members;
    private final Thread[] threads; // of the members
    private final @Nullable LoopTask<?>[] awaited; // guarded by this: what each loop waits for without a timeout
    private final GroupShare share;
    private final AtomicInteger sparesWaiting = new AtomicInteger();
    private final LongAdder sparesRun = new LongAdder();

    GroupWaits(List<RunLoopExecutor> members) {
        this.members = members;
        this.threads = members.stream().map(RunLoopExecutor::thread).toArray(Thread[]::new);
        this.awaited = new LoopTask<?>[members.size()];
        this.share = new GroupShare(members, this);
        for (int i = 0; i < members.size(); i++) {
            members.get(i).joins(this, i);
        }
    }

    /** Any loop, for a task that has none yet. */
    RunLoopExecutor anyMember() {
        return members.getFirst();
    }

    RunLoopExecutor member(int index) {
        return members.get(index);
    }

    GroupShare share() {
        return share;
    }

    /** The index of the loop of the current thread; {@link #ELSEWHERE} if it is of no loop of the group. */
    int here() {
        Thread current = Thread.currentThread();
        for (int i = 0; i < threads.length; i++) {
            if (threads[i] == current) {
                return i;
            }
        }
        return ELSEWHERE;
    }

    /** Like {@link #here()}, trying a guess first. */
    int placeHere(RunLoopExecutor guess) {
        int index = guess.indexInGroup();
        return threads[index] == Thread.currentThread() ? index : here();
    }

    /** Whether a loop waits; approximate. */
    synchronized boolean isWaiting(int index) {
        LoopTask<?> task = awaited[index];
        return task != null && !task.isDone();
    }

    // ---- waiting, on a loop of the group ----

    /**
     * A loop is about to wait for a task, with a timeout.
     *
     * @throws IllegalStateException if only this loop could run it
     */
    void requireAnswer(int here, LoopTask<?> task) {
        BitSet by = whoMayRun(here, task);
        if (!task.isDone() && by.cardinality() == 1 && by.get(here)) {
            throw new IllegalStateException("get() on the loop that is to run the task would wait for itself: " + task);
        }
    }

    /**
     * A loop is about to wait for a task without a timeout. Returns what its outer wait is for, to be given to {@link #end}.
     *
     * @throws IllegalStateException if the task could never run
     */
    @Nullable
    LoopTask<?> begin(int here, LoopTask<?> task) {
        requireAnswer(here, task);
        synchronized (this) {
            LoopTask<?> around = awaited[here];
            awaited[here] = task;
            if (isStuck(here)) {
                awaited[here] = around;
                throw new IllegalStateException(
                        "get() would wait for ever: all loops that could run the task wait themselves: " + task);
            }
            return around;
        }
    }

    /** The wait is over. */
    synchronized void end(int here, @Nullable LoopTask<?> around) {
        awaited[here] = around;
    }

    /** The loops that may run a task; asks others to if it has not begun. */
    private BitSet whoMayRun(int here, LoopTask<?> task) {
        if (task instanceof GroupTask<?> movable && movable.isWaiting()) {
            synchronized (this) {
                if (!movable.isSpread()) {
                    movable.spread(spread(here, movable));
                }
            }
        }
        return runners(task);
    }

    /** With the lock. */
    private BitSet spread(int here, GroupTask<?> task) {
        var loops = new BitSet(members.size());
        loops.set(task.executor().indexInGroup()); // its queue holds the task, or will
        for (int i = 0; i < members.size(); i++) {
            if (i != here && member(i) != task.executor()) {
                spareWaits();
                var spare = new AwaitedSpare(task, this);
                if (member(i).buffer().squeezeIn(spare)) {
                    loops.set(i);
                } else {
                    spare.drop();
                }
            }
        }
        return loops;
    }

    /** The loops that may run a task, or the one that does; none if it runs outside the group. */
    private BitSet runners(LoopTask<?> task) {
        if (task instanceof GroupTask<?> movable) {
            return movable.runners();
        }
        var one = new BitSet();
        one.set(task.executor().indexInGroup());
        return one;
    }

    /** With the lock: whether a loop waits for a task that only loops that are stuck themselves can run. */
    private boolean isStuck(int here) {
        var stuck = new BitSet(members.size());
        for (int i = 0; i < members.size(); i++) {
            stuck.set(i, isWaiting(i));
        }
        boolean changed = true;
        while (changed && stuck.get(here)) {
            changed = false;
            for (int i = stuck.nextSetBit(0); i >= 0; i = stuck.nextSetBit(i + 1)) {
                if (canBeAnswered(awaited[i], stuck)) {
                    stuck.clear(i);
                    changed = true;
                }
            }
        }
        return stuck.get(here);
    }

    private boolean canBeAnswered(@Nullable LoopTask<?> task, BitSet stuck) {
        if (task == null || task.isDone()) {
            return true;
        }
        BitSet runners = runners(task);
        if (runners.isEmpty()) {
            return true;
        }
        var free = (BitSet) runners.clone();
        free.andNot(stuck);
        return !free.isEmpty();
    }

    // ---- what spares do to the counts ----

    void spareWaits() {
        sparesWaiting.incrementAndGet();
    }

    void spareIsGone() {
        sparesWaiting.decrementAndGet();
    }

    void spareHasRun() {
        sparesRun.increment();
    }

    int sparesWaiting() {
        return sparesWaiting.get();
    }

    long sparesRun() {
        return sparesRun.sum();
    }
}
