package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What runs how often: in each round every measure in turn, and within it all subjects.
 *
 * <p>A subject's rounds are spread over the whole run, so other load on the machine hits all alike. Each round has a
 * new random order of subjects, the same in every run, so that none always follows the same neighbour and inherits
 * its heat or its garbage.
 *
 * @param warmUps rounds before those that count
 * @param cellTime how long a cell should take
 * @param budget no round is started that would end after this time, except the first
 */
record Plan(
        List<Measure> measures, List<Subject> subjects, int warmUps, int rounds, Duration cellTime, Duration budget) {
    private static final long SEED = 1_985;
    private static final Duration USUAL_CELL_TIME = Duration.ofMillis(200);

    /** Long enough for steady figures, short enough for about a minute. */
    static Plan usual(List<Measure> measures, List<Subject> subjects) {
        return new Plan(measures, subjects, 2, 5, USUAL_CELL_TIME, Duration.ofSeconds(70));
    }

    /** As many rounds as requested, however long they take. */
    static Plan withRounds(List<Measure> measures, List<Subject> subjects, int rounds) {
        return new Plan(measures, subjects, 2, rounds, USUAL_CELL_TIME, Duration.ofDays(1));
    }

    /** Just enough to see that every cell works. */
    static Plan smallest(List<Measure> measures, List<Subject> subjects) {
        return new Plan(measures, subjects, 0, 1, Duration.ofMillis(1), Duration.ofDays(1));
    }

    /** All cells in the order of the report. */
    List<Cell> cells() {
        return measures.stream()
                .flatMap(measure ->
                        subjects.stream().filter(measure::accepts).map(subject -> new Cell(measure, subject)))
                .toList();
    }

    /** All cells in the order of a round; warm-ups are rounds with negative numbers. */
    List<Cell> cellsOfRound(int round) {
        var random = new SplittableRandom(SEED + round);
        var shuffled = new ArrayList<>(subjects);
        var cells = new ArrayList<Cell>();
        for (var measure : measures) {
            Collections.shuffle(shuffled, random);
            shuffled.stream()
                    .filter(measure::accepts)
                    .map(subject -> new Cell(measure, subject))
                    .forEach(cells::add);
        }
        return cells;
    }

    int steps() {
        return cells().size() * (warmUps + rounds);
    }
}
