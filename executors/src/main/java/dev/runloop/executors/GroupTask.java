package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task of a group. It is assigned a loop when it is handed over, and belongs to the loop that runs it. That is another one
 * if the task got there by an {@link AwaitedSpare}, a {@link GroupShare}, or inside a task that wraps it.
 *
 * <p>The thread that runs the task claims it first, so it runs once, however many queues hold it. The claim is a
 * compare-and-set of {@link #place}, so a thread that sees where the task runs also sees that it has begun.
 */
class GroupTask<V> extends LoopTask<V> implements Shareable {
    private static final int WAITING = -1;

    private static final VarHandle PLACE =
            fieldVarHandle(lookup(), "place", VarHandle.class, GroupTask.class, int.class);

    private final GroupWaits waits;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int place = WAITING; // then the index of the loop that runs it, or GroupWaits.ELSEWHERE

    private @Nullable Runnable decorated; // set before it is handed over
    private @Nullable BitSet spread; // guarded by waits: the loops that may run it, once others have been asked to

    GroupTask(GroupWaits waits, Callable<V> callable) {
        super(waits.anyMember(), callable);
        this.waits = waits;
    }

    /** Called before it is offered to the member. */
    void isHandedTo(RunLoopExecutor member) {
        if (isWaiting()) {
            moveTo(member);
        }
    }

    /** Runs in decorated form from now on. Returns the entry of the queue, which is this. */
    GroupTask<V> decorate(UnaryOperator<Runnable> decorator) {
        decorated = DecoratedTask.decorate(decorator, super::runAsTask);
        return this;
    }

    @Override
    void runAsTask() {
        int here = waits.placeHere(executor());
        if (!PLACE.compareAndSet(this, WAITING, here)) {
            return;
        }
        if (here != GroupWaits.ELSEWHERE) {
            moveTo(waits.member(here));
            begins(waits.member(here));
        }
        Runnable inItsPlace = decorated;
        if (inItsPlace == null) {
            super.runAsTask();
        } else {
            DecoratedTask.run(inItsPlace, this);
        }
    }

    /** Called when it is about to run on a loop of the group. */
    void begins(RunLoopExecutor member) {}

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled && isWaiting()) {
            decorated = null;
        }
        return cancelled;
    }

    @Override
    void cancelled() {
        super.cancelled();
        waits.share().taskCancelled();
    }

    @Override
    public boolean isToRun() {
        return isWaiting() && !isDone();
    }

    /** Whether no thread has begun to run it. */
    boolean isWaiting() {
        return place() == WAITING;
    }

    private int place() {
        return (int) PLACE.getVolatile(this);
    }

    /** With the lock of the waits: whether other loops have been asked to run it. */
    boolean isSpread() {
        return spread != null;
    }

    /** With the lock of the waits: these loops may run it. */
    void spread(BitSet loops) {
        spread = loops;
    }

    /** The loops that may run it, or the one that does. It must be {@linkplain #isSpread spread} or have begun. */
    BitSet runners() {
        int seen = place();
        if (seen == WAITING) {
            return requireNonNull(spread);
        }
        var runner = new BitSet();
        if (seen != GroupWaits.ELSEWHERE) {
            runner.set(seen);
        }
        return runner;
    }
}
