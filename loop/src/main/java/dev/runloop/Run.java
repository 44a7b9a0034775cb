package dev.runloop;

import static dev.runloop.RunLoopActivity.ENTRY;
import static dev.runloop.RunLoopActivity.EXIT;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.trace.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loop in one mode: it makes {@linkplain Pass passes} until one of them has a result. Runs nest; each has
 * its own limit and its own stop.
 *
 * <p><em>Signals lost in nested runs.</em> A callback may run the loop again, and that nested run consumes things the
 * run around it was counting on:
 *
 * <ul>
 *   <li>The wake-up flag belongs to the loop, not to a run. If a source is signalled and the loop is woken while a
 *       nested run is in another mode, the nested run serves the wake-up and the outer run goes to sleep on a signalled
 *       source; in CFRunLoop it stays asleep until something else wakes it. Here the need to wake up can be put into
 *       the source: {@link Source0#signalAndWakeUp} and any {@link Source1} mark the source <em>urgent</em>, and no run
 *       sleeps while an urgent source of its mode is marked, whichever run served the wake-up.
 *   <li>A stop wakes the loop as well, and a nested run can serve that wake-up too. So a stopped run looks at its own
 *       flag before it sleeps.
 *   <li>The mark of a source is cleared by whichever run performs it. A wait that serves a mode "until this is done"
 *       therefore cannot rely on being woken: what it waits for may have been done in a nested run. It has to check its
 *       condition again each time before its own run sleeps; a {@link RunLoopWait} does.
 *   <li>A nested run leaves the gate as it found it: if the outer pass accepted wake-ups, it does so again.
 * </ul>
 *
 * <p>All of these come down to one rule: a run decides whether to sleep by what it finds
 * ({@code Pass.hasReasonToGoOn}), never by whether it was woken.
 *
 * <p>Not thread-safe except for {@link #stop()}: it belongs to the loop's thread.
 */
final class Run extends Pass {
    private final @Nullable Run outer;
    private final @Nullable RunLoopWait wait; // that this run is for
    private volatile boolean stopped; // set by any thread

    Run(
            RunLoop loop,
            @Nullable Run outer,
            ModeTable table,
            boolean polls,
            boolean returnAfterSourceHandled,
            @Nullable RunLoopWait wait) {
        super(loop, table, polls, returnAfterSourceHandled);
        this.outer = outer;
        this.wait = wait;
    }

    /** Makes the whole run, which takes at most {@code limit} nanoseconds unless it polls. */
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

    private @Nullable RunLoopResult tracedPass(Tracer tracer) {
        tracer.passes(table.mode.name());
        long start = System.nanoTime();
        RunLoopResult result = pass();
        tracer.passed(table.mode.name(), start, System.nanoTime());
        return result;
    }

    /**
     * Whether this run is to start, or continue, on the virtual thread that the loop's own thread carries. A run within
     * a callback stays on the thread of that callback.
     */
    private boolean isToRide() {
        return outer == null && loop.isToRide();
    }

    private @Nullable RunLoopResult ride(Supplier<@Nullable RunLoopResult> rest) {
        var result = new @Nullable RunLoopResult[1];
        loop.rides().ride(() -> result[0] = rest.get());
        return result[0];
    }

    @Override
    @Nullable
    RunLoopResult serveOnItsThread(boolean hasWaited, boolean handledSource) {
        return isToRide() ? ride(() -> serve(hasWaited, handledSource)) : serve(hasWaited, handledSource);
    }

    /** Ends this run at the end of its current pass. Any thread. */
    void stop() {
        stopped = true;
    }

    @Override
    boolean isStopped() {
        return stopped || loop.isEnding() || (wait != null && wait.isDone());
    }

    /** Whether this is the run of a wait. */
    boolean isOf(RunLoopWait wait) {
        return this.wait == wait;
    }

    /** The run from within which this one was started, if there is one. */
    @Nullable
    Run outer() {
        return outer;
    }

    ModeTable table() {
        return table;
    }

    RunLoopMode mode() {
        return table.mode;
    }
}
