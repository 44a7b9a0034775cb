package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import java.time.Duration;
import java.util.List;

/**
 * A report of a {@link StallMonitor} on a loop that is kept from its work by something it has called.
 *
 * @param phase whether this is the first, a further or the last report of the stall
 * @param loop the loop
 * @param lasting how long the code has been running, accurate to about an eighth of the monitor's limit; pauses of the whole
 *     machine or JVM are left out
 * @param kind what is running: a source, a timer, a block, an observer, a task, or a confined thread
 * @param culprit the class of that code: the outermost one that is neither this library's nor the JDK's, within what a
 *     decorator runs; if only methods of the JDK run, the class that was handed off
 * @param stack the stack of the loop's thread, or of the confined thread it carries, innermost frame first; in the last
 *     report the last one seen
 * @param waitsFor what the thread waits for; if known, with the thread that holds it, and with confined threads of the loop that
 *     the wait keeps from running and that may be next to get it; empty if it does not wait
 * @param queued the number of tasks, blocks and changes waiting now
 * @param growth by how many {@code queued} has grown since the stall was first noticed
 * @param origin the stack of the thread that registered or handed off the code, innermost frame first; empty unless the monitor
 *     {@linkplain StallMonitor.Builder#recordOrigins() records origins}, or if that happened before
 */
public record StallReport(
        Phase phase,
        RunLoop loop,
        Duration lasting,
        String kind,
        String culprit,
        List<StackTraceElement> stack,
        String waitsFor,
        int queued,
        int growth,
        List<StackTraceElement> origin) {

    /** The position of a report among those of a stall. */
    public enum Phase {
        /** The first: the limit has been reached. */
        BEGAN,
        /** The stall still lasts. */
        LASTS,
        /** The stall has ended. */
        ENDED
    }

    /** Copies the lists, and checks for null. */
    public StallReport {
        requireNonNull(phase, "phase");
        requireNonNull(loop, "loop");
        requireNonNull(lasting, "lasting");
        requireNonNull(kind, "kind");
        requireNonNull(culprit, "culprit");
        requireNonNull(waitsFor, "waitsFor");
        stack = List.copyOf(stack);
        origin = List.copyOf(origin);
    }

    /** Initialises this class. */
    static void warmUp() {
        var _ = Phase.BEGAN;
    }

    /** {@return the report on one line, without stacks} */
    public String summary() {
        String thread = '"' + loop.thread().getName() + '"';
        String waiting = queued + " waiting" + (growth > 0 ? ", " + growth + " more than at first" : "");
        return switch (phase) {
            case BEGAN, LASTS ->
                "loop " + thread + " has been stalled for " + millis() + " by the " + kind + " " + culprit
                        + (waitsFor.isEmpty() ? "" : ", which waits for " + waitsFor) + " (" + waiting + ")";
            case ENDED ->
                "loop " + thread + " goes on after it was stalled for " + millis() + " by the " + kind + " " + culprit
                        + " (" + waiting + ")";
        };
    }

    private String millis() {
        return lasting.toMillis() + " ms";
    }

    /** {@return the report on several lines, with stacks unless the stall has ended} */
    @Override
    public String toString() {
        var text = new StringBuilder(summary());
        if (phase != Phase.ENDED) {
            append(text, stack);
            if (!origin.isEmpty()) {
                text.append("\nregistered or handed over:");
                append(text, origin);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<StackTraceElement> frames) {
        frames.forEach(frame -> text.append("\n    at ").append(frame));
    }
}
