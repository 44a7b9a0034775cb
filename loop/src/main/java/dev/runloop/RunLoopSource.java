package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.trace.Handoffs;
import java.lang.invoke.VarHandle;

/**
 * A source of work for loops: something that has work to perform now and then, on the thread of the loop it is in. It
 * keeps its modes from being empty, so a loop that runs in one of them keeps waiting for it.
 *
 * <p>There are two kinds. All signalled {@linkplain Source0 sources of kind 0} are performed at the beginning of a
 * pass; one {@linkplain Source1 source of kind 1}, the kind that wakes the loop by itself, is performed at its end. A
 * source may be in many modes and, except for a {@link ChannelSource}, in many loops. Sources are compared by identity.
 * Corresponds to {@code CFRunLoopSource}.
 */
public abstract sealed class RunLoopSource extends RunLoopItem permits Source0, Source1 {

    /** What every source is told. Corresponds to {@code CFRunLoopSourceContext}. */
    public interface Callbacks {
        /**
         * The source has been added to a mode. Called on the thread that adds it, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void schedule(RunLoop loop, RunLoopMode mode) {}

        /**
         * The source has left a mode: it was removed or invalidated, or the loop has ended. Called on the thread that
         * does this, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void cancel(RunLoop loop, RunLoopMode mode) {}
    }

    static final int UNMARKED = 0;
    static final int SIGNALLED = 1;
    static final int URGENT = 2;
    static final int FOUND_READY = 3; // urgent, but only because of its channel
    static final int UNTOLD = 4; // urgent, but a loop may not know: the next signal notifies it again

    private static final VarHandle MARK =
            fieldVarHandle(lookup(), "mark", VarHandle.class, RunLoopSource.class, int.class);

    private volatile int mark; // raised by any thread, by CAS; cleared by the loop that performs

    RunLoopSource(int order) {
        super(order);
    }

    /** {@return whether this source is marked to be performed} */
    public final boolean isSignalled() {
        return mark != UNMARKED && isValid();
    }

    /** Whether a loop must perform this source before it sleeps; {@link Run} says why that is needed. */
    final boolean isUrgent() {
        return mark >= URGENT && isValid();
    }

    final int mark() {
        return mark;
    }

    /** Changes the mark and notifies the loops; false if the mark is no longer {@code before}. */
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
        } catch (Throwable e) { // no stack or memory left; what follows calls nothing
            mark = UNTOLD;
            throw e;
        }
        return true;
    }

    /**
     * Has the loops refresh this source. Either this sees a membership, or the loop of a membership that is just being
     * made sees the change when it refreshes it.
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

    /** Clears the mark; true if there was one. What producers did before their signal is visible afterwards. */
    final boolean takeSignal() {
        return takeMark() != UNMARKED;
    }

    /** Clears the mark and returns what it was. */
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

    /** Calls the user's code, and throws what that throws, with the source left intact. */
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

    /** Releases the callbacks. */
    abstract void letGo();
}
