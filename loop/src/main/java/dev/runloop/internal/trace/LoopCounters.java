package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.SleepLog;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop counts and measures of itself, always. One object without arrays, as there may be a million idle loops.
 *
 * <p>Counting costs a plain increment. The clock is read at the end of a callout, which is taken to have begun when the one
 * before it had ended, or when the loop had last been woken; so it is charged with what the loop itself did in between, some
 * microseconds at most. In a stream of brief callouts of one class the clock is read for some of them together, as that
 * would cost more than they do: one that takes long is then charged with the brief ones before it. The time that a nested run
 * sleeps is nobody's.
 *
 * <p>Written by the loop's thread; the rest, as marked, is for anyone. Fields are written and read
 * opaquely: what others see may be behind, and orders nothing.
 */
public final class LoopCounters implements SleepLog {
    private static final int MOST_TOGETHER = 16;
    private static final long BRIEF_NANOS = 2_000;

    /** Whether loops count at all: not so with {@code -Ddev.runloop.metrics=false}. */
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
    private static final VarHandle STAMP = handle("stamp", long.class);
    private static final VarHandle LONGEST = handle("longest", long.class);
    private static final VarHandle LONGEST_CALLEE = handle("longestCallee", String.class);
    private static final VarHandle MOST_QUEUED = handle("mostQueued", int.class);
    private static final VarHandle TRACER = handle("tracer", Tracer.class);
    private static final VarHandle PROBES = handle("probes", WorkProbes.class);

    private long passes;
    private long sources;
    private long timers;
    private long blocks;
    private long observations;
    private long tasks; // added up at the end of each drain
    private long usefulWakeUps; // counted with the next sleep
    private long asleep; // a stopwatch
    private long inRuns; // a stopwatch
    private long stamp; // when the last callout ended, or the last sleep
    private long longest; // nanoseconds

    @SuppressWarnings("UnusedVariable") // by its handle
    private String longestCallee = ""; // a name, as nobody's class is to be kept by what only observes

    private int mostQueued;
    private int doneAtWakeUp;
    private boolean isWakeUpInDoubt; // it has not been judged yet whether it was useful
    private boolean isStamped; // false between outermost runs
    private byte sinceStamp; // how many callouts have ended
    private byte together = 1; // for how many the clock is read
    private @Nullable Class<?> lastCallee; // of these; null again when the loop sleeps or its run ends
    private volatile @Nullable LatenessRecord lateness; // null until the first timer fires
    private volatile @Nullable Tracer tracer;

    private volatile @Nullable WorkProbes probes; // null until the first one; set by anyone, by compare-and-set

    private static VarHandle handle(String field, Class<?> type) {
        return fieldVarHandle(lookup(), field, VarHandle.class, LoopCounters.class, type);
    }

    // ---- the loop's thread ----

    /** An outermost run begins that may wait; one that only polls would pay more for being timed than it does. */
    public void beginRun() {
        if (ON) {
            long now = System.nanoTime();
            IN_RUNS.setOpaque(this, Stopwatch.started(inRuns, now));
            stampAt(now);
        }
    }

    /** An outermost run has ended, of either kind. */
    public void endRun() {
        if (sinceStamp > 0) {
            measure(System.nanoTime());
        }
        lastCallee = null;
        isStamped = false;
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

    /** The last wake-up was useful if something has been done since. */
    private void judgeWakeUp() {
        if (isWakeUpInDoubt && done() != doneAtWakeUp) {
            USEFUL_WAKE_UPS.setOpaque(this, usefulWakeUps + 1);
        }
        isWakeUpInDoubt = false;
    }

    /** How much has been done, to be told from what had been done before. */
    private int done() {
        return (int) (sources + timers + blocks);
    }

    /** User code is about to be called. */
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
            default -> throw new IllegalArgumentException("callout is made by a source: " + callout);
        }
        Class<?> calleeClass = UserCodeWrapper.classOf(callee);
        if (calleeClass != lastCallee) {
            if (sinceStamp > 0) {
                measure(System.nanoTime());
            }
            if (lastCallee != null) {
                together = 1;
            }
            lastCallee = calleeClass;
        }
        if (present != null || !isStamped) {
            stampAt(System.nanoTime());
        }
        return stamp;
    }

    /** It has returned, or thrown. */
    public void endCallout(Callout callout, Object callee, long start) {
        Tracer present = tracer;
        if (!ON && present == null) {
            return;
        }
        Class<?> calleeClass = UserCodeWrapper.classOf(callee);
        if (present == null && calleeClass == lastCallee && ++sinceStamp < together) {
            return;
        }
        long now = System.nanoTime();
        lastCallee = calleeClass; // again, if it has run the loop
        measure(now);
        if (present != null) {
            present.called(callout, callee, start, now);
        }
    }

    /** The callouts since the last stamp, the last of which may have taken long. */
    private void measure(long now) {
        long span = now - stamp;
        if (span > longest) {
            LONGEST_CALLEE.setOpaque(this, lastCallee == null ? "" : UserCodeWrapper.nameOf(lastCallee));
            LONGEST.setOpaque(this, span);
        }
        together = (byte) (span < BRIEF_NANOS * together ? Math.min(2 * together, MOST_TOGETHER) : 1);
        stampAt(now);
    }

    private void stampAt(long now) {
        STAMP.setOpaque(this, now);
        isStamped = true;
        sinceStamp = 0;
    }

    @Override
    public void sleeps(long now) {
        judgeWakeUp();
        if (sinceStamp > 0) {
            measure(now);
        }
        lastCallee = null;
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

    /** A timer fires, later than it was due by so many nanoseconds of the loop's clock. */
    public void timerFired(Object callee, long late) {
        if (ON) {
            LatenessRecord present = lateness;
            if (present == null) {
                present = new LatenessRecord();
                lateness = present;
            }
            present.add(late);
        }
        Tracer told = tracer;
        if (told != null) {
            told.late(callee, late);
        }
    }

    /** So many tasks have been run by an executor. */
    public void tasksRun(long count) {
        if (ON) {
            TASKS.setOpaque(this, tasks + count);
        }
    }

    /** So many tasks or blocks were seen waiting. */
    public void recordQueued(int count) {
        if (count > mostQueued) {
            MOST_QUEUED.setOpaque(this, count);
        }
    }

    // ---- for anyone ----

    /** The source of a probe has come into a mode of the loop. */
    public void addProbe(WorkProbe probe) {
        WorkProbes present = probes;
        if (present == null) {
            var made = new WorkProbes();
            var witness = (WorkProbes) PROBES.compareAndExchange(this, null, made);
            present = witness == null ? made : witness;
        }
        present.add(probe);
    }

    /** It has left a mode again. */
    public void removeProbe(WorkProbe probe) {
        WorkProbes present = probes;
        if (present != null) {
            present.remove(probe);
        }
    }

    /** The probes that are in a mode, each once; a live view. */
    public Iterable<WorkProbe> probes() {
        WorkProbes present = probes;
        return present == null ? List.of() : present.all();
    }

    /** Has somebody be told of what the loop does from now on, beside others. */
    public void addTracer(Tracer more) {
        Tracer before;
        do {
            before = tracer;
        } while (!TRACER.compareAndSet(this, before, Tracers.with(before, more)));
    }

    /** Tells him no longer; he may hear of what is under way. */
    public void removeTracer(Tracer less) {
        Tracer before;
        do {
            before = tracer;
        } while (!TRACER.compareAndSet(this, before, Tracers.without(before, less)));
    }

    /** Who is told. */
    public @Nullable Tracer tracer() {
        return tracer;
    }

    /** How many passes were made. */
    public long passes() {
        return (long) PASSES.getOpaque(this);
    }

    /** How many sources were performed. */
    public long sources() {
        return (long) SOURCES.getOpaque(this);
    }

    /** How many timers have fired. */
    public long timers() {
        return (long) TIMERS.getOpaque(this);
    }

    /** How many blocks were run. */
    public long blocks() {
        return (long) BLOCKS.getOpaque(this);
    }

    /** How many calls observers have had. */
    public long observations() {
        return (long) OBSERVATIONS.getOpaque(this);
    }

    /** How many tasks were run in drains that have ended. */
    public long tasks() {
        return (long) TASKS.getOpaque(this);
    }

    /** After how many sleeps there was something to do before the next one. */
    public long usefulWakeUps() {
        return (long) USEFUL_WAKE_UPS.getOpaque(this);
    }

    /** How long the loop has slept, in nanoseconds. */
    public long sleepNanos(long now) {
        return Stopwatch.read((long) ASLEEP.getOpaque(this), now);
    }

    /** How long the loop has been run by runs that may wait, in nanoseconds. */
    public long runNanos(long now) {
        return Stopwatch.read((long) IN_RUNS.getOpaque(this), now);
    }

    /** The longest callout, in nanoseconds. */
    public long longestCalloutNanos() {
        return (long) LONGEST.getOpaque(this);
    }

    /** The name of the class of it; empty if there was none. */
    public String longestCallee() {
        return (String) LONGEST_CALLEE.getOpaque(this);
    }

    /** Until when everything that was called is done, or slept: what runs now has begun no earlier. */
    public long stamp() {
        return (long) STAMP.getOpaque(this);
    }

    /** How many tasks or blocks were seen waiting at most. */
    public int maxQueued() {
        return (int) MOST_QUEUED.getOpaque(this);
    }

    /** How late timers were; null if none has fired. */
    public @Nullable LatenessRecord lateness() {
        return lateness;
    }
}
