package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.trace.Handoffs;
import java.lang.invoke.VarHandle;

/**
 * A source of work for loops: something that now and then has something to perform on the thread of the loop it is
 * in. It keeps its modes from being empty, so a loop that runs in one of them goes on waiting for it.
 *
 * <p>There are two kinds. All {@linkplain Source0 sources of kind 0} that are signalled are performed at the beginning of
 * a pass; one {@linkplain Source1 source of kind 1} is performed at its end, and these wake the loop by themselves. A
 * source may be in many modes and, but for a {@link ChannelSource}, in many loops. Sources are compared by identity.
 * Corresponds to {@code CFRunLoopSource}.
 */
public abstract sealed class RunLoopSource extends RunLoopItem permits Source0, Source1 {

    /** What any source hears of. Corresponds to {@code CFRunLoopSourceContext}. */
    public interface Callbacks {
        /**
         * The source has been added to a mode.
         *
         * <p>Called on the thread that adds it, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void schedule(RunLoop loop, RunLoopMode mode) {}

        /**
         * The source has left a mode: it was removed or invalidated, or the loop has ended.
         *
         * <p>Called on the thread that does this, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void cancel(RunLoop loop, RunLoopMode mode) {}
    }

    static final int UNMARKED = 0;
    static final int SIGNALLED = 1;
    static final int URGENT = 2;
    static final int FOUND_READY = 3; // as urgent, but by its channel alone
    static final int UNTOLD = 4; // as urgent, but a loop may not have heard of it: the next signal tells it again

    private static final VarHandle MARK = fieldVarHandle(lookup(), "mark", VarHandle.class, RunLoopSource.class, int.class);

    private volatile int mark; // raised by anyone by CAS; cleared by the loop that performs

    RunLoopSource(int order) {
        super(order);
    }

    /** {@return whether this source is marked to be performed} */
    public final boolean isSignalled() {
        return mark != UNMARKED && isValid();
    }

    /** Whether a loop must not sleep before it has performed this source. */
    final boolean isUrgent() {
        return mark >= URGENT && isValid();
    }

    final int mark() {
        return mark;
    }

    /** Changes the mark and tells the loops; false if the mark is no longer what it was. */
    final boolean mark(int before, int after) {
        if (!isValid()) {
            return true;
        }
        if (!MARK.compareAndSet(this, before, after)) {
            return false;
        }
        try {
            Handoffs.signalled(callbacks());
            notifyLoops();
        } catch (Throwable e) { // no stack or memory for that; what follows calls nothing
            mark = UNTOLD;
            throw e;
        }
        return true;
    }

    /**
     * Has the loops look at this source. Either this sees a membership, or one that is just coming about sees the change
     * when its loop looks at it.
     */
    final void notifyLoops() {
        for (Membership membership : memberships()) {
            membership.notifyLoop();
        }
    }

    /** Has the loops perform this source before they sleep. */
    final void markUrgent() {
        int seen = mark;
        while (seen != URGENT && !mark(seen, URGENT)) {
            seen = mark;
        }
    }

    /** Clears the mark, and answers whether it stood. What producers did before their signal is visible after this. */
    final boolean takeSignal() {
        return takeMark() != UNMARKED;
    }

    /** Clears the mark, and answers what it was. */
    final int takeMark() {
        return isSignalled() ? (int) MARK.getAndSet(this, UNMARKED) : UNMARKED;
    }

    /** Whether a loop may perform this source now. */
    boolean isReady() {
        return isSignalled();
    }

    /** Whether a change of this source matters to a loop that sleeps. */
    boolean concernsSleepers() {
        return isUrgent();
    }

    abstract Callbacks callbacks();

    @Override
    final Object callee() {
        return callbacks();
    }

    /** Calls the user's code. What it throws comes out here, with the source in order. */
    abstract void perform();

    @Override
    boolean admits(Membership[] present, RunLoop loop) {
        return true;
    }

    @Override
    final long use() {
        return ModeTable.KEEP;
    }

    @Override
    void invalidated() {
        mark = UNMARKED;
        letGo();
    }

    /** Forgets the callbacks. */
    abstract void letGo();
}
