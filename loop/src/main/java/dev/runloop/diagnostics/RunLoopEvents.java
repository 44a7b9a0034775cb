package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.Tracer;
import dev.runloop.internal.trace.Tracers;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Flight recorder events of loops, in the category "Run Loop" of JDK Mission Control: slow callouts, late timers, wake-ups and
 * passes. All are off until a recording enables them, and cost loops nothing until then. Settings take effect when a recording
 * starts or stops. Stalls, which a {@link StallMonitor} reports, are on.
 *
 * <pre>
 *   RunLoopEvents.register();    // once; unregister() if the application ends before the JVM
 *   jcmd PID JFR.start filename=loops.jfr +dev.runloop.SlowCallout#enabled=true +dev.runloop.SlowCallout#threshold=5ms
 * </pre>
 *
 * <table class="plain">
 * <caption>The events; all but stalls are on the loop's thread</caption>
 * <tr><th scope="col">name<th scope="col">when<th scope="col">settings
 * <tr><td>{@code dev.runloop.SlowCallout}<td>a callout has ended<td>{@code threshold}, 10 ms by default
 * <tr><td>{@code dev.runloop.LateTimer}<td>a timer fires late<td>{@code limit}, 10 ms by default
 * <tr><td>{@code dev.runloop.WakeUp}<td>a loop has slept<td>
 * <tr><td>{@code dev.runloop.Pass}<td>a loop has made a pass<td>{@code threshold}, none by default
 * <tr><td>{@code dev.runloop.Stall}<td>a stall is reported<td>
 * </table>
 *
 * <p>Thread-safe. Needs the module {@code jdk.jfr}.
 */
public final class RunLoopEvents {
    private static final List<Class<? extends Event>> TRACED =
            List.of(SlowCalloutEvent.class, LateTimerEvent.class, WakeUpEvent.class, PassEvent.class);

    private static final Consumer<RunLoop> TRACING = RunLoopEvents::trace;
    private static final FlightRecorderListener LISTENER = new FlightRecorderListener() {
        @Override
        public void recordingStateChanged(Recording recording) {
            adapt();
        }
    };

    private static boolean isRegistered; // under the lock of the class, as is the next
    private static boolean isTracing;

    private RunLoopEvents() {}

    /**
     * Registers the events with the flight recorder, and makes loops write them while a recording enables them. Idempotent.
     * Takes a tenth of a second the first time, as it starts the flight recorder.
     */
    public static synchronized void register() {
        if (isRegistered) {
            return;
        }
        isRegistered = true;
        TRACED.forEach(FlightRecorder::register);
        FlightRecorder.register(StallEvent.class);
        FlightRecorder.addListener(LISTENER);
        adapt();
    }

    /**
     * Undoes {@link #register()}, so that a stopped application leaves nothing of this library in the flight recorder, which
     * lives as long as the JVM. Idempotent. Final, too: the flight recorder does not show events of classes that are registered
     * again.
     */
    public static synchronized void unregister() {
        if (!isRegistered) {
            return;
        }
        isRegistered = false;
        FlightRecorder.removeListener(LISTENER);
        trace(false);
        TRACED.forEach(FlightRecorder::unregister);
        FlightRecorder.unregister(StallEvent.class);
    }

    /** Traces loops if any event is enabled. */
    private static synchronized void adapt() {
        if (isRegistered) {
            trace(TRACED.stream()
                    .anyMatch(event -> EventType.getEventType(event).isEnabled()));
        }
    }

    private static void trace(boolean isWanted) {
        if (isWanted == isTracing) {
            return;
        }
        isTracing = isWanted;
        if (isWanted) {
            LoopAccess.addListener(TRACING);
        } else {
            LoopAccess.removeListener(TRACING);
            LoopAccess.all().forEach(RunLoopEvents::traceNoMore);
        }
    }

    /** Called after a loop has been registered. */
    private static synchronized void trace(RunLoop loop) {
        if (isTracing) {
            traceNoMore(loop); // this may be called twice for a loop
            LoopAccess.probe(loop).counters().addTracer(new EventTracer());
        }
    }

    private static void traceNoMore(RunLoop loop) {
        LoopCounters counters = LoopAccess.probe(loop).counters();
        for (Tracer tracer : Tracers.listOf(counters.tracer())) {
            if (tracer instanceof EventTracer) {
                counters.removeTracer(tracer);
            }
        }
    }
}
