package dev.runloop.bench.report;

import java.util.concurrent.TimeUnit;

/** A line for each pass, for logs. */
final class ProgressLines implements Progress {
    private static final long LONGEST_SILENCE = TimeUnit.MINUTES.toNanos(1);

    private final Terminal terminal;
    private final int steps;
    private int done;
    private String phase = "";
    private long printedAt;

    ProgressLines(Terminal terminal, int steps) {
        this.terminal = terminal;
        this.steps = steps;
    }

    @Override
    public void phase(String name) {
        phase = name;
        print();
    }

    @Override
    public void step(String cell) {
        done++;
        if (System.nanoTime() - printedAt > LONGEST_SILENCE) {
            print();
        }
    }

    private void print() {
        terminal.out().printf("%3d %%  %s%n", Math.min(100, 100 * done / steps), phase);
        printedAt = System.nanoTime();
    }

    @Override
    public void close() {}
}
