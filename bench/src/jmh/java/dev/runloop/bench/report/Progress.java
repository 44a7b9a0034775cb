package dev.runloop.bench.report;

/** Shows how far a run is. */
public interface Progress extends AutoCloseable {
    /**
     * A new pass over all cells begins.
     *
     * @param name what it is called
     */
    void phase(String name);

    /**
     * A cell is done.
     *
     * @param cell what was measured
     */
    void step(String cell);

    @Override
    void close();

    /**
     * A moving bar where someone is watching, otherwise a plain line for each pass and every minute.
     *
     * @param terminal where it is shown
     * @param steps how many cells there are
     * @return how far it is
     */
    static Progress to(Terminal terminal, int steps) {
        return terminal.interactive() ? new ProgressBarOnTerminal(terminal, steps) : new ProgressLines(terminal, steps);
    }
}
