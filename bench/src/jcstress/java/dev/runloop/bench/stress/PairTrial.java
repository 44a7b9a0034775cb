package dev.runloop.bench.stress;

import java.util.function.BiFunction;
import org.openjdk.jcstress.infra.results.III_Result;

/** A source that is told of its schedule by the one who adds it, and of its cancel by the one who takes it out. */
abstract class PairTrial {
    private final Pair pair;
    private volatile int schedules;
    private volatile int cancels;
    private volatile boolean outOfOrder;

    PairTrial(BiFunction<Runnable, Runnable, Pair> pairs) {
        pair = pairs.apply(this::schedule, this::cancel);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one: it is added once
    private void schedule() {
        Pace.leaveRoom();
        schedules++; // at the end
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one, unless it is told twice
    private void cancel() {
        if (schedules <= cancels) { // at the beginning
            outOfOrder = true;
        }
        cancels++;
    }

    final void come() {
        pair.come();
    }

    /** Several times, as nothing happens before it has come. */
    final void leave() {
        for (int i = 0; i < 8; i++) {
            pair.leave();
            Thread.onSpinWait();
        }
    }

    final void endLoop() {
        Pace.pause();
        pair.end();
    }

    /** Afterwards: if it is still there it is taken out. */
    final void look(III_Result result) {
        pair.leave();
        result.r1 = schedules;
        result.r2 = cancels;
        result.r3 = outOfOrder ? 1 : 0;
    }
}
