package dev.runloop.bench.soak;

import java.time.Duration;

/**
 * The result of a run.
 *
 * @param rounds how many were begun
 */
record SoakResult(
        long seed,
        int rounds,
        Duration duration,
        Totals totals,
        LeakCheck.Threads threads,
        HeapRecord heap,
        Violations violations) {

    boolean isGood() {
        return violations.isEmpty();
    }
}
