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
 * Measures all cells in turn, once per pass, each time in a fork of its own. So other load on the machine hits all
 * alike, and one lucky compilation counts as one of several. Each pass has a new random order, the same in every run.
 *
 * <p>Cells that should be precise are measured in more and longer passes until JMH's error is small enough.
 */
final class Passes {
    private static final long SEED = 1_985;

    /** Measures a cell by JMH. */
    interface Jmh {
        /** As annotated, or for longer. */
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

    void run(List<Cell> cells, int passes) throws IOException {
        for (int pass = 1; pass <= passes; pass++) {
            progress.phase("pass %d of %d".formatted(pass, passes));
            pass(cells, pass, false);
        }
    }

    /** Measures cells whose relative error is larger than this again, in at most this many passes. */
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

    /** A cell that fails is skipped from then on. */
    private void measure(Cell cell, boolean longer) {
        try {
            results.add(cell, jmh.run(cell, longer));
        } catch (RunnerException e) {
            failures.put(cell, e);
        }
    }

    Map<Cell, RunnerException> failures() {
        return failures;
    }
}
