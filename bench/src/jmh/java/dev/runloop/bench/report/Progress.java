package dev.runloop.bench.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows the progress of a run: a bar that is redrawn on a terminal, otherwise a line for each pass and every minute. */
public final class Progress implements AutoCloseable {
    private static final long REDRAWN_AFTER = TimeUnit.MILLISECONDS.toNanos(500); // too rarely to affect the results
    private static final long LONGEST_SILENCE = TimeUnit.MINUTES.toNanos(1);

    private final Terminal terminal;
    private final int steps;
    private final long startedAt = System.nanoTime();
    private int done;
    private String phase = "";
    private long printedAt;

    public Progress(Terminal terminal, int steps) {
        this.terminal = terminal;
        this.steps = steps;
    }

    /** A new pass over all cells begins. */
    public void phase(String name) {
        phase = name;
        print();
    }

    /** A cell is done. */
    public void step() {
        done++;
        if (System.nanoTime() - printedAt > (terminal.interactive() ? REDRAWN_AFTER : LONGEST_SILENCE)) {
            print();
        }
    }

    private void print() {
        int percent = Math.min(100, 100 * done / steps);
        printedAt = System.nanoTime();
        if (terminal.interactive()) {
            Duration elapsed = Duration.ofNanos(printedAt - startedAt);
            redraw("%3d %%  %s  %d:%02d  %s"
                    .formatted(
                            percent,
                            Table.drawn(percent / 100.0),
                            elapsed.toMinutes(),
                            elapsed.toSecondsPart(),
                            phase));
        } else {
            terminal.out().printf("%3d %%  %s%n", percent, phase);
        }
    }

    private void redraw(String line) {
        int width = terminal.width() - 1;
        terminal.out().printf("\r%-" + width + "." + width + "s", line);
        terminal.out().flush();
    }

    @Override
    public void close() {
        if (terminal.interactive()) {
            redraw("");
            terminal.out().print("\r");
        }
    }
}
