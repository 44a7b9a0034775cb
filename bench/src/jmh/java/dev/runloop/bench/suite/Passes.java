package dev.runloop.bench.suite;

import dev.runloop.bench.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures all cells in turn, once a pass, each time in a fork of its own. So whatever else the machine does in a quarter
 * of an hour hits all alike, and what a JVM was lucky to compile counts as one of several. The order of a pass is drawn anew,
 * but the same in every run.
 *
 * <p>Cells that are to be precise are measured in more passes, and for longer in each of them, until JMH's error is small
 * enough.
 */
final class Passes {
    private static final long SEED = 1_985;

    /** Has JMH measure a cell. */
    interface Jmh {
        /** As the benchmark wants it, or for longer. */
        Collection<RunResult> run(Cell cell, boolean longer) throws RunnerException;
    }

    private final Jmh jmh;
    private final Progress progress;
    private final Path file;
    private final JmhResults results = new JmhResults();
    private final Map<Cell, RunnerException> failures = new LinkedHashMap<>();

    Passes(Jmh jmh, Progress progress, Path file) {
        this.jmh = jmh;
        this.progress = progress;
        this.file = file;
    }

    /** Measures each cell so many times. */
    void run(List<Cell> cells, int passes) throws IOException {
        for (int pass = 1; pass <= passes; pass++) {
            progress.phase("pass %d of %d".formatted(pass, passes));
            pass(cells, pass, false);
        }
    }

    /** Measures those again, in no more than so many passes, whose error is larger than this part of their score. */
    void sharpen(List<Cell> cells, double error, int passes) throws IOException {
        List<Cell> vague = cells;
        for (int pass = 1; pass <= passes; pass++) {
            vague = vague.stream()
                    .filter(cell -> results.relativeError(cell) > error)
                    .toList();
            if (vague.isEmpty()) {
                return;
            }
            progress.phase("again, those with an error of more than %.0f %%: %d".formatted(100 * error, vague.size()));
            pass(vague, -pass, true);
        }
    }

    private void pass(List<Cell> cells, int number, boolean longer) throws IOException {
        var shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, new SplittableRandom(SEED + number));
        for (Cell cell : shuffled) {
            if (!failures.containsKey(cell)) {
                measure(cell, longer);
            }
            progress.step();
        }
        results.write(file);
    }

    /** Who fails once is left out from then on; the others are measured all the same. */
    private void measure(Cell cell, boolean longer) {
        try {
            results.add(cell, jmh.run(cell, longer));
        } catch (RunnerException e) {
            failures.put(cell, e);
        }
    }

    /** Those that could not be measured. */
    Map<Cell, RunnerException> failures() {
        return failures;
    }
}
