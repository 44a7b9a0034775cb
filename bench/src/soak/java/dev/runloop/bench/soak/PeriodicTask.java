package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A periodic task that runs until it throws or is cancelled. It checks that no run is early, overlaps another or
 * comes after its end. Its state is plain because each run happens-before the next.
 */
final class PeriodicTask implements Runnable {
    private final LaneContext context;
    private final OverlapCheck overlap;
    private final boolean fixedRate;
    private final long period;
    private final int mostRuns;
    private final AtomicBoolean heard = new AtomicBoolean();
    private long due; // by System.nanoTime, of the next run at the earliest
    private int runs;
    private volatile boolean isOver;

    PeriodicTask(LaneContext context, OverlapCheck overlap, boolean fixedRate, long delay, long period, int mostRuns) {
        this.context = context;
        this.overlap = overlap;
        this.fixedRate = fixedRate;
        this.period = period;
        this.mostRuns = mostRuns;
        this.due = System.nanoTime() + delay;
    }

    @Override
    public void run() {
        Thread before = overlap.enter();
        try {
            context.ledger().count("run of a periodic task");
            if (isOver || ++runs > mostRuns) {
                context.violated("a periodic task goes on after its end: run " + runs);
            }
            long early = due - System.nanoTime();
            if (early > 0) {
                context.violated("run %d of a periodic task is early by %,d ns".formatted(runs, early));
            }
            due = (fixedRate ? due : System.nanoTime()) + period;
        } finally {
            overlap.leave(before);
        }
        if (runs == mostRuns) {
            context.ledger().thrown();
            throw new SeededFailure("a periodic task ends", this::hear);
        }
    }

    private void hear() {
        if (heard.compareAndSet(false, true)) {
            context.ledger().heard();
        }
    }

    /** It was cancelled, and nothing is outstanding in its executor. */
    void isOver() {
        isOver = true;
    }

    void requireEnded() {
        context.require(runs == mostRuns, "a periodic task has ended after " + runs + " runs of " + mostRuns);
    }
}
