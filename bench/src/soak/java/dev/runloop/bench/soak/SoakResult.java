package dev.runloop.bench.soak;

import java.time.Duration;

/**
 * What a run has come to.
 *
 * @param seed what was drawn from
 * @param rounds how many were begun
 * @param duration how long it took
 * @param totals what was done
 * @param threads how many there were
 * @param heap the live heap over time
 * @param violations what is wrong
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
