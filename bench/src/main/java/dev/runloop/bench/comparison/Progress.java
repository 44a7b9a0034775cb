package dev.runloop.bench.comparison;

/** Shows how far the comparison is. */
interface Progress extends AutoCloseable {
    /** A new pass over all cells begins. */
    void phase(String name);

    /** A cell is done. */
    void step(Cell cell);

    @Override
    void close();

    /** A moving bar where someone is watching, otherwise a plain line for each pass. */
    static Progress to(Terminal terminal, int steps) {
        return terminal.interactive() ? new ProgressBarOnTerminal(terminal, steps) : new ProgressLines(terminal, steps);
    }
}
