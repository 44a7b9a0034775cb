package dev.runloop.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.diagnostics.StallReport;
import dev.runloop.diagnostics.StallReport.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** The stalls of a loop that a monitor reports, for tests that seed them. */
public final class Stalls implements AutoCloseable {
    /** Of the monitor. */
    public static final Duration LIMIT = Duration.ofMillis(60);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<StallReport> reports = new CopyOnWriteArrayList<>();
    private final StallMonitor monitor;

    /** Those of one loop from now on. */
    public Stalls(RunLoop loop) {
        this(loop, builder -> builder);
    }

    /** Those of one loop from now on, by a monitor that is built in a way of yours. */
    public Stalls(RunLoop loop, UnaryOperator<StallMonitor.Builder> configure) {
        monitor = configure
                .apply(StallMonitor.builder().limit(LIMIT).loops(List.of(loop)).handler(reports::add))
                .start();
    }

    /** What was reported so far. */
    public List<StallReport> reports() {
        return reports;
    }

    /** Waits for the first report of a phase. */
    public StallReport await(Phase phase) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> reports.stream()
                                .filter(report -> report.phase() == phase)
                                .findFirst()
                                .orElse(null),
                        report -> report != null);
    }

    /** Waits for a first report, and demands that it is not too early and names this. */
    public StallReport awaitCulprit(String kind, Class<?> culprit) {
        StallReport began = await(Phase.BEGAN);
        assertEquals(kind, began.kind(), began::toString);
        assertEquals(culprit.getName(), began.culprit(), began::toString);
        assertTrue(began.lasting().compareTo(LIMIT) >= 0, began::summary);
        return began;
    }

    @Override
    public void close() {
        monitor.close();
    }
}
