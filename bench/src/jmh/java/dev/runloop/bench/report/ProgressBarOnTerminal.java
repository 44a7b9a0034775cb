package dev.runloop.bench.report;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One line that is redrawn twice a second, too rarely to affect the results. A carriage return is enough; the
 * library's own console output would need native code for the terminal's size.
 */
final class ProgressBarOnTerminal implements Progress {
    private static final Duration REDRAWN_EVERY = Duration.ofMillis(500);
    private static final int WIDEST = 100;

    private final Terminal terminal;
    private final ProgressBar bar;
    private final int width;
    private String phase = "";

    ProgressBarOnTerminal(Terminal terminal, int steps) {
        this.terminal = terminal;
        width = Math.min(WIDEST, terminal.width() - 1);
        bar = ProgressBar.builder()
                .setTaskName("comparing")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis((int) REDRAWN_EVERY.toMillis())
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
                .build();
    }

    @Override
    public void phase(String name) {
        phase = name;
        bar.setExtraMessage(" " + phase);
    }

    @Override
    public void step(String cell) {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
        draw("");
        terminal.out().print("\r");
        terminal.out().flush();
    }

    private void draw(String line) {
        var text = line.strip();
        terminal.out().print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        terminal.out().flush();
    }
}
