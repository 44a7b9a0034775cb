package dev.runloop.bench.report;

/** A plain line for each pass, for logs. */
final class ProgressLines implements Progress {
    private final Terminal terminal;
    private final int steps;
    private int done;

    ProgressLines(Terminal terminal, int steps) {
        this.terminal = terminal;
        this.steps = steps;
    }

    @Override
    public void phase(String name) {
        terminal.out().printf("%3d %%  %s%n", 100 * done / steps, name);
    }

    @Override
    public void step(String cell) {
        done++;
    }

    @Override
    public void close() {}
}
