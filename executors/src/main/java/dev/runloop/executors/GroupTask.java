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
 * A task of a group. It learns its loop when it is handed over, and belongs to the loop that runs it, which is another
 * one if it came there by a {@link AwaitedSpare} or a {@link GroupShare}, or inside a task that was made around it.
 *
 * <p>The thread that runs it claims it first, so it is run once, however many queues it lies in. The claim is a compare-and-set
 * of {@link #place}, so who sees where it runs sees that it has begun.
 */
class GroupTask<V> extends LoopTask<V> implements Shareable {
    private static final int WAITING = -1;

    private static final VarHandle PLACE =
            fieldVarHandle(lookup(), "place", VarHandle.class, GroupTask.class, int.class);

    private final GroupWaits waits;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int place = WAITING; // then the index of the loop that runs it, or GroupWaits.ELSEWHERE

    private @Nullable Runnable decorated; // set before it is handed over
    private @Nullable BitSet spread; // under the lock of waits: the loops that may run it, once others were asked to

    GroupTask(GroupWaits waits, Callable<V> callable) {
        super(waits.anyMember(), callable);
        this.waits = waits;
    }

    /** Before it is offered there. */
    void isHandedTo(RunLoopExecutor member) {
        if (isWaiting()) {
            moveTo(member);
        }
    }

    /** Has what a decorator makes of it run in its place; answers what to put into the queue, which is this. */
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

    /** It is about to run on a loop of the group. */
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

    /** Whether nobody has begun to run it. */
    boolean isWaiting() {
        return place() == WAITING;
    }

    private int place() {
        return (int) PLACE.getVolatile(this);
    }

    /** In the lock of the waits, as is the next one: whether other loops have been asked to run it. */
    boolean isSpread() {
        return spread != null;
    }

    void spread(BitSet loops) {
        spread = loops;
    }

    /** For one who has found it {@linkplain #isSpread spread} or begun: the loops that may run it, or the one that does. */
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
