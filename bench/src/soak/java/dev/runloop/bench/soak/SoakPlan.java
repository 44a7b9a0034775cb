package dev.runloop.bench.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The parameters of a run.
 *
 * @param duration of the load, without the settling between rounds
 * @param rounds each of which ends with an audit, a leak check and a heap sample
 * @param seed of all random decisions; scheduling makes runs differ even so
 * @param intensity steps of each lane per second
 * @param patience how long a step may take before its lane counts as stuck
 * @param folder where the report goes
 */
record SoakPlan(
        List<LaneKind> lanes, Duration duration, int rounds, long seed, int intensity, Duration patience, Path folder) {

    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final int LEAST_ROUNDS = 6;
    private static final int MAX_ROUNDS = 1_000;

    SoakPlan {
        lanes = List.copyOf(lanes);
    }

    /** One round per half minute, but enough to judge the heap. */
    static int roundsFor(Duration duration) {
        return Math.clamp(duration.dividedBy(ROUND), LEAST_ROUNDS, MAX_ROUNDS);
    }
}
