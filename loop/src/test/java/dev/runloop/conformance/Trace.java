package dev.runloop.conformance;

import java.util.ArrayList;
import java.util.List;

/** The lines that a case prints, until it is over. Thread-safe. */
final class Trace {
    private static final int MOST_LINES = 300;

    private final ScenarioTime time;
    private final List<String> lines = new ArrayList<>();
    private boolean closed;

    Trace(ScenarioTime time) {
        this.time = time;
    }

    /**
     * Adds a line.
     *
     * @throws ReplayException if these are more lines than any case prints
     */
    synchronized void print(String line) {
        if (closed) {
            return;
        }
        time.step();
        if (lines.size() == MOST_LINES) {
            String reason = "more than " + MOST_LINES + " lines: an endless loop";
            time.abandon(reason);
            throw new ReplayException(reason);
        }
        lines.add(line);
    }

    /** Nothing that happens from now on belongs to the case. */
    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
