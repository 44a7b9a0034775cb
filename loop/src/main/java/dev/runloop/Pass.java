package dev.runloop;

import static dev.runloop.RunLoopActivity.AFTER_WAITING;
import static dev.runloop.RunLoopActivity.BEFORE_SOURCES;
import static dev.runloop.RunLoopActivity.BEFORE_TIMERS;
import static dev.runloop.RunLoopActivity.BEFORE_WAITING;

import dev.runloop.internal.Carriage;
import dev.runloop.internal.Deadlines;
import dev.runloop.internal.WakeGate;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a run: what happens in one of them, and in which order.
 *
 * <p>This is the part of {@link Run} that serves its mode; the run adds its limit, its stop and what is nested. It is a
 * superclass and not a part, for an object and a stack frame less in each idle loop.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
abstract sealed class Pass permits Run {
    final RunLoop loop;
    final ModeTable table;
    final boolean polls;
    boolean limited; // the whole run
    long deadline; // of the run, if it is limited
    final WakeGate gate;
    private final LoopContents contents;
    private final boolean returnAfterSourceHandled;
    private @Nullable Source0 performing; // the source whose callback is running

    Pass(RunLoop loop, ModeTable table, boolean polls, boolean returnAfterSourceHandled) {
        this.loop = loop;
        this.contents = loop.contents();
        this.gate = loop.gate();
        this.table = table;
        this.polls = polls;
        this.returnAfterSourceHandled = returnAfterSourceHandled;
    }

    /** The heart of the loop, a line for each step of CFRunLoop's pass up to the wait. Null if another pass is due. */
    final @Nullable RunLoopResult pass() {
        loop.putInterruptAside();
        callObservers(BEFORE_TIMERS);
        callObservers(BEFORE_SOURCES);
        performBlocks();
        boolean handledSource = performSource0s();
        if (handledSource) {
            performBlocks();
        }
        boolean waits = !handledSource && !polls;
        if (waits) {
            sleep(); // after BEFORE_WAITING
        } else {
            contents.pollChannels(table);
        }
        return serveOnItsThread(waits, handledSource); // serve, below
    }

    /** The steps after the wait. */
    final @Nullable RunLoopResult serve(boolean hasWaited, boolean handledSource) {
        boolean timersAreDue = serveWakeUp();
        if (hasWaited) {
            callObservers(AFTER_WAITING);
        }
        if (timersAreDue) {
            fireTimers();
        }
        boolean handled = performSource1() || handledSource;
        performBlocks();
        return result(handled);
    }

    // ---- the steps, in the order of a pass ----

    final void callObservers(RunLoopActivity activity) {
        contents.drainInbox();
        for (Membership membership : table.observersOf(activity)) {
            var observer = (RunLoopObserver) membership.item;
            if (observer.wants(activity)) {
                loop.callouts().callingOutToObserver(observer, activity);
            }
        }
    }

    private void performBlocks() {
        long before = contents.beginDrain();
        loop.counters().recordQueued(contents.blockCount());
        Block next = nextBlock(before);
        while (next != null) {
            loop.callouts().callingOutToBlock(next);
            next = nextBlock(before);
        }
        contents.endDrain(before);
    }

    private @Nullable Block nextBlock(long before) {
        return contents.takeBlock(table, loop.isCommon(table.mode), before);
    }

    private boolean performSource0s() {
        contents.drainInbox();
        ReadyList.Source0s ready = table.readySource0s();
        if (ready.isEmpty()) {
            return false;
        }
        if (returnAfterSourceHandled) {
            return performFirst(ready); // another run takes the next
        }
        Membership only = ready.takeOnly();
        return only != null ? perform(only) : performAll(ready);
    }

    private boolean performFirst(ReadyList.Source0s ready) {
        boolean handled = false;
        Membership first = ready.takeFirst();
        while (first != null) {
            handled = perform(first);
            first = handled ? null : ready.takeFirst();
        }
        return handled;
    }

    private boolean performAll(ReadyList.Source0s ready) {
        boolean handled = false;
        for (Membership membership : ready.inOrder()) {
            ready.remove(membership);
            handled |= perform(membership);
        }
        return handled;
    }

    /** Performs a source, unless a nested run has done so or it has been invalidated. */
    private boolean perform(Membership membership) {
        Source0 source = ReadyList.Source0s.source(membership);
        if (!source.takeSignal()) {
            return false;
        }
        performing = source;
        loop.callouts().callingOutToSource0(source);
        performing = null;
        return true;
    }

    final void sleep() {
        callObservers(BEFORE_WAITING);
        if (hasReasonToGoOn()) {
            contents.pollChannels(table); // else a loop that never sleeps would never hear of them
        }
        while (!hasReasonToGoOn()) {
            Carriage carriage = loop.carriage();
            if (carriage != null && carriage.dismount(this::sleepInGate)) {
                // the carrying thread has slept for this one
            } else if (limited || table.hasTimers()) {
                gate.sleepUntil(endOfWait());
            } else {
                gate.sleep();
            }
            loop.putInterruptAside();
        }
    }

    /** The same sleep as above, which is inlined there by hand: stack frames are most of the memory of an idle loop. */
    private void sleepInGate() {
        if (limited || table.hasTimers()) {
            gate.sleepUntil(endOfWait());
        } else {
            gate.sleep();
        }
    }

    /**
     * A wake-up, an urgent source, a stop, a timer, the limit, or nothing left to wait for. Everything else is a
     * spurious wake-up: look at the inbox and sleep on.
     */
    private boolean hasReasonToGoOn() {
        contents.drainInbox(); // only once: a change drained between two of these checks would be slept on
        return gate.isWoken()
                || (!limited && isEmpty())
                || table.readySource0s().isUrgent()
                || !table.readySource1s().isEmpty()
                || isStopped()
                || ((limited || table.hasTimers())
                        && Deadlines.hasPassed(endOfWait(), loop.clock().nanoTime()));
    }

    /** Whether nothing could ever happen in the mode. */
    private boolean isEmpty() {
        return contents.isEmpty(table, loop.isCommon(table.mode));
    }

    private long endOfWait() {
        long latest = limited ? deadline : loop.clock().nanoTime() + Deadlines.FURTHEST;
        return table.hasTimers() ? table.endOfWait(latest) : latest;
    }

    /**
     * Clears the wake-up flag, if that is what ended the wait. Returns whether timers are due; those that become due
     * later are for the next pass.
     */
    private boolean serveWakeUp() {
        gate.serve();
        contents.drainInbox();
        return table.hasTimers() && table.hasDueTimers(loop.clock().nanoTime());
    }

    private void fireTimers() {
        contents.drainInbox();
        for (Membership membership : table.dueTimers(loop.clock().nanoTime())) {
            var timer = (RunLoopTimer) membership.item;
            long late = timer.latenessIfDue(loop);
            if (late >= 0) {
                loop.callouts().callingOutToTimer(timer, late);
            }
        }
    }

    /** Performs the source of kind 1 that has been ready the longest, if any. */
    private boolean performSource1() {
        contents.drainInbox();
        Membership first = table.readySource1s().firstReady();
        if (first == null) {
            return false;
        }
        table.readySource1s().remove(first);
        var source = (Source1) first.item;
        if (!source.takeTurn()) {
            return false;
        }
        loop.callouts().callingOutToSource1(source);
        return true;
    }

    private @Nullable RunLoopResult result(boolean handledSource) {
        if (handledSource && returnAfterSourceHandled) {
            return RunLoopResult.HANDLED_SOURCE;
        }
        if (polls || (limited && Deadlines.hasPassed(deadline, loop.clock().nanoTime()))) {
            return RunLoopResult.TIMED_OUT;
        }
        if (isStopped()) {
            return RunLoopResult.STOPPED;
        }
        gate.accept(); // the next pass has begun: a thread that empties the mode after this look can wake it
        contents.drainInbox();
        return isEmpty() ? RunLoopResult.FINISHED : null;
    }

    /** A callback of this run is about to run the loop again. */
    final void willRunNested() {
        if (performing != null) {
            loop.callouts().callingOutToWillRunNested(performing);
        }
    }

    /** Makes the steps after the wait, on the thread that the rest of the run belongs to. */
    abstract @Nullable RunLoopResult serveOnItsThread(boolean hasWaited, boolean handledSource);

    /** Whether the run is to end with this pass. */
    abstract boolean isStopped();
}
