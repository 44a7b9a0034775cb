package dev.runloop.bench.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is to be.
 *
 * @param lanes the kinds of load
 * @param duration how long load is brought about, without the settling between rounds
 * @param rounds how many rounds that is, each with an audit, a leaks and a sample of the heap in its end
 * @param seed of all that is drawn; threads make each run another one even so
 * @param intensity how many steps each lane makes in a second
 * @param patience how long a lane may take for a step before it counts as stuck
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

    /** One round each half minute, and no fewer than a judgement of the heap needs. */
    static int roundsFor(Duration duration) {
        return Math.clamp(duration.dividedBy(ROUND), LEAST_ROUNDS, MAX_ROUNDS);
    }
}
