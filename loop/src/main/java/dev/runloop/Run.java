package dev.runloop;

import static dev.runloop.RunLoopActivity.AFTER_WAITING;
import static dev.runloop.RunLoopActivity.BEFORE_SOURCES;
import static dev.runloop.RunLoopActivity.BEFORE_TIMERS;
import static dev.runloop.RunLoopActivity.BEFORE_WAITING;
import static dev.runloop.RunLoopActivity.ENTRY;
import static dev.runloop.RunLoopActivity.EXIT;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Carriage;
import dev.runloop.internal.Deadlines;
import dev.runloop.internal.WakeGate;
import dev.runloop.internal.trace.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loop in one mode: makes {@linkplain #pass() passes} until one of them has a result. Runs nest; each has
 * its own limit and its own stop.
 *
 * <p>Not thread-safe but for {@link #stop()}: it belongs to the loop's thread.
 */
final class Run {
    private final RunLoop loop;
    private final LoopContents contents;
    private final WakeGate gate;
    private final ModeTable table;
    private final @Nullable Run outer;
    private final boolean polls;
    private final boolean returnAfterSourceHandled;
    private final @Nullable RunLoopWait wait; // that this run is for
    private long deadline; // of the run, if it is limited
    private boolean limited;
    private @Nullable Source0 performing; // the source whose callback runs
    private volatile boolean stopped; // set by anyone

    Run(
            RunLoop loop,
            @Nullable Run outer,
            ModeTable table,
            boolean polls,
            boolean returnAfterSourceHandled,
            @Nullable RunLoopWait wait) {
        this.loop = loop;
        this.contents = loop.contents();
        this.gate = loop.gate();
        this.outer = outer;
        this.table = table;
        this.polls = polls;
        this.returnAfterSourceHandled = returnAfterSourceHandled;
        this.wait = wait;
    }

    ModeTable table() {
        return table;
    }

    RunLoopMode mode() {
        return table.mode;
    }

    /** The run from within which this one was begun, if there is one. */
    @Nullable
    Run outer() {
        return outer;
    }

    /** Ends this run at the end of the pass it is in. */
    void stop() {
        stopped = true;
    }

    /** One of the callbacks of this run is about to run the loop again. */
    void willRunNested() {
        if (performing != null) {
            loop.callouts().callingOutToWillRunNested(performing);
        }
    }

    /** Whether this is the run of a wait. */
    boolean isOf(RunLoopWait wait) {
        return this.wait == wait;
    }

    private boolean isStopped() {
        return stopped || loop.isEnding() || (wait != null && wait.isDone());
    }

    /** The whole run, no longer than so many nanoseconds unless it polls. */
    RunLoopResult run(long limit) {
        if (outer == null && !polls) {
            loop.counters().beginRun();
        }
        Tracer tracer = loop.counters().tracer();
        return tracer == null ? untraced(limit, false) : traced(limit, tracer);
    }

    private RunLoopResult traced(long limit, Tracer tracer) {
        long start = System.nanoTime();
        RunLoopResult result = untraced(limit, false);
        tracer.ran(table.mode.name(), outer != null, start, System.nanoTime());
        return result;
    }

    private RunLoopResult untraced(long limit, boolean hasBegun) {
        if (isToRide()) {
            return requireNonNull(ride(() -> untraced(limit, hasBegun)));
        }
        RunLoopResult result = null;
        if (!hasBegun) {
            gate.accept();
            callObservers(ENTRY);
            result = isStopped() ? RunLoopResult.STOPPED : null;
            limited = !polls && limit < Deadlines.FURTHEST;
            deadline = limited ? loop.clock().nanoTime() + limit : 0;
        }
        while (result == null) {
            if (isToRide()) {
                return requireNonNull(ride(() -> untraced(limit, true)));
            }
            loop.counters().beginPass();
            Tracer tracer = loop.counters().tracer();
            result = tracer == null ? pass() : tracedPass(tracer);
        }
        gate.ignore();
        callObservers(EXIT);
        return result;
    }

    /**
     * Whether this run is to be made, or to go on, on the virtual thread that the loop's own thread carries. One within a
     * callback stays on the thread of that.
     */
    private boolean isToRide() {
        return outer == null && loop.isToRide();
    }

    private @Nullable RunLoopResult ride(Supplier<@Nullable RunLoopResult> rest) {
        var result = new @Nullable RunLoopResult[1];
        loop.ride(() -> result[0] = rest.get());
        return result[0];
    }

    private @Nullable RunLoopResult tracedPass(Tracer tracer) {
        tracer.passes(table.mode.name());
        long start = System.nanoTime();
        RunLoopResult result = pass();
        tracer.passed(table.mode.name(), start, System.nanoTime());
        return result;
    }

    /**
     * The heart of the loop: a line for each step of CFRunLoop's pass, here those before the wait. Returns null if another
     * pass is due.
     */
    private @Nullable RunLoopResult pass() {
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
            sleep(); // with BEFORE_WAITING
        } else {
            contents.pollChannels(table); // looks, without waiting, for what has happened
        }
        return isToRide() ? ride(() -> serve(waits, handledSource)) : serve(waits, handledSource);
    }

    /** The steps after the wait. */
    private @Nullable RunLoopResult serve(boolean hasWaited, boolean handledSource) {
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

    private void callObservers(RunLoopActivity activity) {
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
            return performFirst(ready); // the turn of the others comes in another run
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
            readySource0s.remove(membership);
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

    /** Performs that source of kind 1 which has been ready for longest, if there is one. */
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

    /** Waits until something has happened. */
    void sleep() {
        callObservers(BEFORE_WAITING);
        if (hasReasonToGoOn()) {
            contents.pollChannels(table); // else a loop that never sleeps would not hear of them
        }
        while (!hasReasonToGoOn()) {
            Carriage carriage = loop.carriage();
            if (carriage != null && carriage.dismount(this::sleepInGate)) {
                // the thread that carries has slept for this one
            } else if (limited || table.hasTimers()) {
                gate.sleepUntil(endOfWait());
            } else {
                gate.sleep();
            }
            loop.putInterruptAside();
        }
    }

    /** As the wait of every loop, which has no frame of the stack for it: those of idle loops are most of their memory. */
    private void sleepInGate() {
        if (limited || table.hasTimers()) {
            gate.sleepUntil(endOfWait());
        } else {
            gate.sleep();
        }
    }

    /**
     * A wake-up, an urgent source, a stop, a timer, the limit, or that nothing is left to wait for. What else makes a
     * sleeping loop look round is none.
     */
    private boolean hasReasonToGoOn() {
        contents.drainInbox(); // once: what is taken in after one of these looks would be slept on
        return gate.isWoken()
                || wouldNeverEnd()
                || table.readySource0s().isUrgent()
                || !table.readySource1s().isEmpty()
                || isStopped()
                || ((limited || table.hasTimers())
                        && Deadlines.hasPassed(endOfWait(), loop.clock().nanoTime()));
    }

    /** Whether there is nothing to wait for, and no limit to the wait either. */
    private boolean wouldNeverEnd() {
        return !limited && isEmpty();
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
     * Forgets the wake-up that has led here, if it was one. Returns whether timers are due; what becomes due later is for the
     * next pass.
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
        gate.accept(); // the next pass has begun: who empties the mode after this look can wake it
        contents.drainInbox();
        return isEmpty() ? RunLoopResult.FINISHED : null;
    }
}
