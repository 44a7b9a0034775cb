package dev.runloop.bench.comparison;

import dev.runloop.bench.report.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes a plan: warms up, finds out how much work fills a cell's time, and collects the values of the rounds.
 * Belongs to one thread.
 */
final class PlanRun {
    private static final long MOST_GROWTH = 50;

    private final Plan plan;
    private final CellRunner runner;
    private final Progress progress;
    private final Map<Cell, Long> work = new HashMap<>();
    private final Map<Cell, List<Double>> values = new HashMap<>();

    PlanRun(Plan plan, CellRunner runner, Progress progress) {
        this.plan = plan;
        this.runner = runner;
        this.progress = progress;
    }

    List<Score> run() throws CellFailure, InterruptedException {
        long startedAt = System.nanoTime();
        for (int warmUp = 1; warmUp <= plan.warmUps(); warmUp++) {
            progress.phase("warm-up " + warmUp + " of " + plan.warmUps());
            for (var cell : plan.cellsOfRound(-warmUp)) {
                warmUp(cell);
                progress.step();
            }
        }
        long roundsStartedAt = System.nanoTime();
        for (int round = 1; round <= plan.rounds() && timeIsLeft(startedAt, roundsStartedAt, round); round++) {
            progress.phase("round " + round + " of " + plan.rounds());
            for (var cell : plan.cellsOfRound(round)) {
                measure(cell);
                progress.step();
            }
        }
        return plan.cells().stream()
                .map(cell -> Score.of(cell, values.getOrDefault(cell, List.of())))
                .toList();
    }

    /** Whether another round fits the budget if it takes as long as those before it; always true for the first. */
    private boolean timeIsLeft(long startedAt, long roundsStartedAt, int round) {
        int done = round - 1;
        long now = System.nanoTime();
        return done == 0
                || now - startedAt + (now - roundsStartedAt) / done
                        <= plan.budget().toNanos();
    }

    /** Repeats the cell with more and more work until a run is long enough to tell how much a round should be. */
    private void warmUp(Cell cell) throws CellFailure, InterruptedException {
        long enough = plan.cellTime().toNanos() / 4;
        long nanos;
        do {
            nanos = runOnce(cell);
        } while (nanos < enough);
    }

    private void measure(Cell cell) throws CellFailure, InterruptedException {
        long amount = workOf(cell);
        long nanos = runOnce(cell);
        values.computeIfAbsent(cell, _ -> new ArrayList<>()).add(cell.measure().value(amount, nanos));
    }

    /** Returns the nanoseconds that the work took, and makes the next run's work fit the time for a cell. */
    private long runOnce(Cell cell) throws CellFailure, InterruptedException {
        long amount = workOf(cell);
        collectGarbage();
        long nanos = runner.run(cell, amount);
        double growth = Math.min(MOST_GROWTH, (double) plan.cellTime().toNanos() / nanos);
        work.put(cell, Math.max(1, Math.round(amount * growth)));
        return nanos;
    }

    private long workOf(Cell cell) {
        return work.getOrDefault(cell, cell.measure().firstWork());
    }

    /** Otherwise a cell would pay for the garbage of the previous one. */
    private static void collectGarbage() {
        System.gc();
    }
}
