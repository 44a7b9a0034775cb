package dev.runloop.bench.diagnostics;

import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.diagnostics.Timeline;
import java.util.List;

/** How much is observed. */
enum Variant {
    /** Not even metrics. */
    NOTHING,
    /** The default. */
    METRICS,
    /** Metrics and a flight recording with default events. */
    FLIGHT_RECORDING,
    /** Metrics and a stall monitor. */
    STALL_MONITOR,
    /** Metrics and a timeline with a million records. */
    TIMELINE,
    /** Metrics and such a timeline that also records where each task was submitted. */
    TIMELINE_HANDOFFS;

    private static final int RECORDS = 1 << 20;

    /** Options of the JVM. */
    List<String> options() {
        return switch (this) {
            case NOTHING -> List.of("-Ddev.runloop.metrics=false");
            case FLIGHT_RECORDING -> List.of("-XX:StartFlightRecording:settings=default");
            default -> List.of();
        };
    }

    AutoCloseable open() {
        return switch (this) {
            case STALL_MONITOR -> StallMonitor.builder().start();
            case TIMELINE -> Timeline.builder().capacity(RECORDS).start();
            case TIMELINE_HANDOFFS ->
                Timeline.builder().capacity(RECORDS).recordHandoffs().start();
            default -> () -> {};
        };
    }
}
