package dev.runloop.diagnostics;

import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A report of a stall, on the monitor's thread. */
@Name("dev.runloop.Stall")
@Label("Stall")
@Description("User code keeps a run loop from its other work for longer than the limit of a stall monitor")
@Category("Run Loop")
@Enabled(true)
@StackTrace(false)
final class StallEvent extends Event {
    @Label("Loop's Thread")
    @Nullable
    Thread loopThread;

    @Label("Phase")
    @Nullable
    String phase;

    @Label("Lasting")
    @Timespan
    long lasting;

    @Label("Kind")
    @Nullable
    String kind;

    @Label("Culprit")
    @Description("The class of the user code")
    @Nullable
    String culprit;

    @Label("Waits for")
    @Nullable
    String waitsFor;

    @Label("Queued")
    int queued;

    @Label("Growth")
    int growth;

    @Label("Stack")
    @Description("The stack of the loop's thread, one frame per line")
    @Nullable
    String stack;

    /** Writes a report. */
    static void write(StallReport report) {
        var event = new StallEvent();
        if (!event.isEnabled()) {
            return;
        }
        event.loopThread = report.loop().thread();
        event.phase = report.phase().toString();
        event.lasting = report.lasting().toNanos();
        event.kind = report.kind();
        event.culprit = report.culprit();
        event.waitsFor = report.waitsFor();
        event.queued = report.queued();
        event.growth = report.growth();
        event.stack = text(report.stack());
        event.commit();
    }

    /** Loads the classes that {@link #write} needs. */
    static void warmUp(List<StackTraceElement> stack) {
        boolean _ = new StallEvent().isEnabled();
        String _ = text(stack);
    }

    private static String text(List<StackTraceElement> stack) {
        return stack.stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
    }
}
