package dev.runloop.bench.report;

/** Shows the progress of a run. */
public interface Progress extends AutoCloseable {
    /** A new pass over all cells begins. */
    void phase(String name);

    void step(String cell);

    @Override
    void close();

    /** A moving bar on a terminal, otherwise a line for each pass and every minute. */
    static Progress to(Terminal terminal, int steps) {
        return terminal.interactive() ? new ProgressBarOnTerminal(terminal, steps) : new ProgressLines(terminal, steps);
    }
}
