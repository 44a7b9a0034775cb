package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.SleepLog;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop always counts and measures of itself. One object without arrays, as there may be a million idle loops. A count
 * costs a plain increment; see {@link CalloutTimer} for the measurement of callouts.
 *
 * <p>Written by the loop's thread, opaquely, except as marked below. Any thread may read: results may be out of date, and order
 * nothing.
 */
public final class LoopCounters extends CalloutTimer implements SleepLog {
    /** Whether loops count at all; false with {@code -Ddev.runloop.metrics=false}. */
    public static final boolean ON = !"false".equals(System.getProperty("dev.runloop.metrics"));

    private static final VarHandle PASSES = handle("passes", long.class);
    private static final VarHandle SOURCES = handle("sources", long.class);
    private static final VarHandle TIMERS = handle("timers", long.class);
    private static final VarHandle BLOCKS = handle("blocks", long.class);
    private static final VarHandle OBSERVATIONS = handle("observations", long.class);
    private static final VarHandle TASKS = handle("tasks", long.class);
    private static final VarHandle USEFUL_WAKE_UPS = handle("usefulWakeUps", long.class);
    private static final VarHandle ASLEEP = handle("asleep", long.class);
    private static final VarHandle IN_RUNS = handle("inRuns", long.class);
    private static final VarHandle MOST_QUEUED = handle("mostQueued", int.class);
    private static final VarHandle TRACER = handle("tracer", Tracer.class);
    private static final VarHandle PROBES = handle("probes", WorkProbes.class);

    private long passes;
    private long sources;
    private long timers;
    private long blocks;
    private long observations;
    private long tasks; // added at the end of each drain
    private long usefulWakeUps; // counted with the next sleep
    private long asleep; // a stopwatch
    private long inRuns; // a stopwatch

    private int mostQueued;
    private int doneAtWakeUp;
    private boolean isWakeUpInDoubt; // not yet known to be useful
    private volatile @Nullable LatenessRecord lateness; // null until the first timer fires
    private volatile @Nullable Tracer tracer; // set by any thread, by CAS
    private volatile @Nullable WorkProbes probes; // null until the first one; set by any thread, by CAS

    private static VarHandle handle(String field, Class<?> type) {
        return fieldVarHandle(lookup(), field, VarHandle.class, LoopCounters.class, type);
    }

    // ---- for the loop's thread ----

    /** An outermost run begins that may wait. One that only polls is not timed, as that would cost more than it does. */
    public void beginRun() {
        if (ON) {
            long now = System.nanoTime();
            IN_RUNS.setOpaque(this, Stopwatch.started(inRuns, now));
            stampAt(now);
        }
    }

    /** An outermost run has ended, whether timed or not. */
    public void endRun() {
        endSpans();
        judgeWakeUp();
        if ((inRuns & 1) != 0) {
            IN_RUNS.setOpaque(this, Stopwatch.stopped(inRuns, System.nanoTime()));
        }
    }

    /** A pass begins. */
    public void beginPass() {
        if (ON) {
            PASSES.setOpaque(this, passes + 1);
        }
    }

    /** Counts the last wake-up as useful if something has been done since. */
    private void judgeWakeUp() {
        if (isWakeUpInDoubt && done() != doneAtWakeUp) {
            USEFUL_WAKE_UPS.setOpaque(this, usefulWakeUps + 1);
        }
        isWakeUpInDoubt = false;
    }

    /** Changes whenever something is done. */
    private int done() {
        return (int) (sources + timers + blocks);
    }

    /** User code is about to be called. Returns the start, to be passed to {@link #endCallout}. */
    public long beginCallout(Callout callout, Object callee) {
        Tracer present = tracer;
        if (present != null) {
            present.calls(callout, callee);
        }
        if (!ON) {
            return present == null ? 0 : System.nanoTime();
        }
        switch (callout) {
            case SOURCE -> SOURCES.setOpaque(this, sources + 1);
            case TIMER -> TIMERS.setOpaque(this, timers + 1);
            case BLOCK -> BLOCKS.setOpaque(this, blocks + 1);
            case OBSERVER -> OBSERVATIONS.setOpaque(this, observations + 1);
            default -> throw new IllegalArgumentException("not called by the loop itself: " + callout);
        }
        return beginSpan(callee, present != null);
    }

    /** User code has returned or thrown. */
    public void endCallout(Callout callout, Object callee, long start) {
        Tracer present = tracer;
        if (!ON && present == null) {
            return;
        }
        long now = endSpan(callee, present != null);
        if (present != null) {
            present.called(callout, callee, start, now);
        }
    }

    @Override
    public void sleeps(long now) {
        judgeWakeUp();
        closeBatch(now);
        ASLEEP.setOpaque(this, Stopwatch.started(asleep, now));
    }

    @Override
    public void wakes(long start, long now) {
        ASLEEP.setOpaque(this, Stopwatch.stopped(asleep, now));
        stampAt(now);
        isWakeUpInDoubt = true;
        doneAtWakeUp = done();
        Tracer present = tracer;
        if (present != null) {
            present.slept(start, now);
        }
    }

    /** A timer fires, {@code late} nanoseconds of the loop's clock after it was due. */
    public void timerFired(Object callee, long late) {
        if (ON) {
            LatenessRecord present = lateness;
            if (present == null) {
                present = new LatenessRecord();
                lateness = present;
            }
            present.add(late);
        }
        Tracer observer = tracer;
        if (observer != null) {
            observer.late(callee, late);
        }
    }

    /** An executor has run {@code count} tasks. */
    public void tasksRun(long count) {
        if (ON) {
            TASKS.setOpaque(this, tasks + count);
        }
    }

    /** {@code count} tasks or blocks were seen waiting. */
    public void recordQueued(int count) {
        if (count > mostQueued) {
            MOST_QUEUED.setOpaque(this, count);
        }
    }

    // ---- for any thread ----

    /** The source of a probe has been added to a mode. */
    public void addProbe(WorkProbe probe) {
        WorkProbes present = probes;
        if (present == null) {
            var made = new WorkProbes();
            var witness = (WorkProbes) PROBES.compareAndExchange(this, null, made);
            present = witness == null ? made : witness;
        }
        present.add(probe);
    }

    /** The source of a probe has left a mode. */
    public void removeProbe(WorkProbe probe) {
        WorkProbes present = probes;
        if (present != null) {
            present.remove(probe);
        }
    }

    /** The probes of sources that are in some mode: a live view, each once. */
    public Iterable<WorkProbe> probes() {
        WorkProbes present = probes;
        return present == null ? List.of() : present.all();
    }

    /** Adds a tracer, which sees what the loop does from now on. */
    public void addTracer(Tracer more) {
        Tracer before;
        do {
            before = tracer;
        } while (!TRACER.compareAndSet(this, before, Tracers.with(before, more)));
    }

    /** Removes a tracer; calls to it may still be in progress. */
    public void removeTracer(Tracer less) {
        Tracer before;
        do {
            before = tracer;
        } while (!TRACER.compareAndSet(this, before, Tracers.without(before, less)));
    }

    /** The tracer, or all of them as one; null if there is none. */
    public @Nullable Tracer tracer() {
        return tracer;
    }

    /** The number of passes. */
    public long passes() {
        return (long) PASSES.getOpaque(this);
    }

    /** The number of performs of sources. */
    public long sources() {
        return (long) SOURCES.getOpaque(this);
    }

    /** The number of fired timers. */
    public long timers() {
        return (long) TIMERS.getOpaque(this);
    }

    /** The number of blocks run. */
    public long blocks() {
        return (long) BLOCKS.getOpaque(this);
    }

    /** The number of calls to observers. */
    public long observations() {
        return (long) OBSERVATIONS.getOpaque(this);
    }

    /** The number of tasks run, except in a drain in progress. */
    public long tasks() {
        return (long) TASKS.getOpaque(this);
    }

    /** The number of sleeps after which there was something to do. */
    public long usefulWakeUps() {
        return (long) USEFUL_WAKE_UPS.getOpaque(this);
    }

    /** The time asleep, in nanoseconds. */
    public long sleepNanos(long now) {
        return Stopwatch.read((long) ASLEEP.getOpaque(this), now);
    }

    /** The time within runs that may wait, in nanoseconds. */
    public long runNanos(long now) {
        return Stopwatch.read((long) IN_RUNS.getOpaque(this), now);
    }

    /** The maximum number of tasks or blocks seen waiting. */
    public int maxQueued() {
        return (int) MOST_QUEUED.getOpaque(this);
    }

    /** The lateness of timers; null if none has fired. */
    public @Nullable LatenessRecord lateness() {
        return lateness;
    }
}
