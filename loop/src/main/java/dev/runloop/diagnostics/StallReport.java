package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link StallMonitor} says of a loop that is kept from its work by something that it has called.
 *
 * @param phase whether this is the first, a further or the last report of this stall
 * @param loop the loop
 * @param lasting for how long that has been running, true to some eighth of the monitor's limit; pauses of the whole
 *     machine or JVM are left out
 * @param kind what is running: a source, a timer, a block, an observer, a task, or a confined thread
 * @param culprit the class of it: the outermost one that is neither of this library nor of the JDK, within what a decorator
 *     runs; where only methods of the JDK run, the one that was handed over
 * @param stack the stack of the loop's thread, or of the confined thread that it carries, the innermost frame first; in
 *     the last report the one that was seen last
 * @param waitsFor what the thread waits for, with the thread that holds it where that can be told, and with confined threads
 *     of the loop that could run if it did not wait, one of which it may be promised to; empty if it does not wait
 * @param queued how many tasks, blocks and changes by other threads wait now
 * @param growth how many more these are than when the stall was noticed first
 * @param origin the stack of the thread that registered it or handed it over, innermost frame first; empty unless the monitor
 *     {@linkplain StallMonitor.Builder#recordOrigins() records origins}, or if it was there before
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

    /** Which report of a stall it is. */
    public enum Phase {
        /** The first one: the limit has been reached. */
        BEGAN,
        /** It still lasts. */
        LASTS,
        /** It has ended. */
        ENDED
    }

    /** Copies the lists, and checks that nothing is null. */
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

    /** {@return the report in one line, without the stacks} */
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

    /** {@return the report in several lines, with the stacks unless the stall has ended} */
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
