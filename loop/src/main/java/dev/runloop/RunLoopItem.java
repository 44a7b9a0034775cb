package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.StackRoom;
import dev.runloop.internal.trace.Handoffs;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be put into the modes of a loop: a source, a timer or an observer.
 *
 * <p>An item is valid until it is {@linkplain #invalidate() invalidated}, which is permanent. Removing it from a mode
 * is not: a removed item can be added again, to this loop or another.
 *
 * <p>All methods may be called from any thread. They take effect at once for the caller, and for the loop before it
 * next looks at what it serves.
 */
public abstract sealed class RunLoopItem permits RunLoopSource, RunLoopTimer, RunLoopObserver {
    // Which modes an item is in is decided here, by compare-and-set on the calling thread, so answers, refusals and
    // callbacks are immediate. The tables a loop uses for its passes belong to the loop's thread. They follow by way of
    // the inbox, in which each changed membership asks to be refreshed.

    private static final Membership[] NOWHERE = {};
    private static final Membership[] INVALID = {};
    private static final VarHandle MEMBERSHIPS =
            fieldVarHandle(lookup(), "memberships", VarHandle.class, RunLoopItem.class, Membership[].class);

    private final int order;
    private volatile Membership[] memberships = NOWHERE; // never changed in place; INVALID is told by identity

    RunLoopItem(int order) {
        this.order = order;
    }

    /**
     * {@return the order among the items of the same kind in a mode: lower values come first} Timers go by their dates
     * alone.
     */
    public final int order() {
        return order;
    }

    /** {@return whether this item has not been invalidated} */
    public final boolean isValid() {
        return !isInvalid(memberships);
    }

    /**
     * Removes this item from all modes of all its loops, permanently. A callback that is running ends normally; none
     * begins once this call has taken effect on the loop's thread, which is at once when called there. Calling it again
     * does nothing. The item releases its handler or callbacks, so what they have captured can be collected even while
     * the item is still referenced. Corresponds to {@code CFRunLoopSourceInvalidate}, {@code CFRunLoopTimerInvalidate}
     * and {@code CFRunLoopObserverInvalidate}.
     */
    public final void invalidate() {
        if (!isValid()) {
            return;
        }
        StackRoom.ensure();
        var left = (Membership[]) MEMBERSHIPS.getAndSet(this, INVALID);
        if (isInvalid(left)) {
            return;
        }
        invalidated();
        for (Membership membership : left) {
            membership.loop.forgetCommon(this);
            membership.end();
        }
    }

    /** By identity: an item that is in no mode has an empty array too. */
    private static boolean isInvalid(Membership[] memberships) {
        return memberships == INVALID;
    }

    /** The modes this item is in; not to be modified. */
    final Membership[] memberships() {
        return memberships;
    }

    final boolean isIn(RunLoop loop) {
        for (Membership membership : memberships) {
            if (membership.loop == loop) {
                return true;
            }
        }
        return false;
    }

    final boolean isIn(RunLoop loop, RunLoopMode mode) {
        return find(memberships, loop, mode) != null;
    }

    /** Puts this item into a mode. Does nothing if it is there, is invalid, or belongs to another loop. */
    final void join(RunLoop loop, RunLoopMode mode) {
        if (isIn(loop, mode)) {
            return;
        }
        StackRoom.ensure();
        var membership = new Membership(this, loop, loop.contents().hold(mode, use()));
        Membership[] before;
        Membership[] after;
        do {
            before = memberships;
            if (isInvalid(before) || find(before, loop, mode) != null || !admits(before, loop)) {
                membership.table.leave(use());
                return;
            }
            after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = membership;
        } while (!MEMBERSHIPS.compareAndSet(this, before, after));
        Handoffs.registered(callee());
        membership.notifyLoop();
        if (loop.hasEnded()) {
            if (depart(membership)) {
                membership.end();
            }
            throw new RunLoopEndedException(loop.thread());
        }
        membership.scheduled();
    }

    /** Takes this item out of a mode. Does nothing if it is not there. */
    final void leave(RunLoop loop, RunLoopMode mode) {
        Membership membership = find(memberships, loop, mode);
        if (membership == null) {
            return;
        }
        StackRoom.ensure();
        if (depart(membership)) {
            membership.end();
        }
    }

    /** Ends one membership; false if that has already been done. */
    final boolean depart(Membership membership) {
        Membership[] before;
        Membership[] after;
        do {
            before = memberships;
            int index = Arrays.asList(before).indexOf(membership);
            if (index < 0) {
                return false;
            }
            after = without(before, index);
        } while (!MEMBERSHIPS.compareAndSet(this, before, after));
        return true;
    }

    private static Membership[] without(Membership[] before, int index) {
        if (before.length == 1) {
            return NOWHERE;
        }
        Membership[] after = Arrays.copyOf(before, before.length - 1);
        System.arraycopy(before, index + 1, after, index, after.length - index);
        return after;
    }

    private static @Nullable Membership find(Membership[] memberships, RunLoop loop, RunLoopMode mode) {
        for (Membership membership : memberships) {
            if (membership.loop == loop
                    && membership.mode.hashCode() == mode.hashCode()
                    && membership.mode.equals(mode)) {
                return membership;
            }
        }
        return null;
    }

    /** What is called for this item: the callbacks of a source, or a handler. */
    abstract Object callee();

    /** Whether an item with these memberships may be added to this loop. */
    boolean admits(Membership[] present, RunLoop loop) {
        return present.length == 0 || present[0].loop == loop;
    }

    /** How this item holds the table of a mode it is in. */
    abstract long use();

    /** This item has just become invalid: releases what it calls. */
    abstract void invalidated();
}
