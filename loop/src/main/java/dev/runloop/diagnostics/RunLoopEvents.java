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
 * What loops do as events of the flight recorder, in the category "Run Loop" of JDK Mission Control: slow callouts, late
 * timers, wake-ups and passes. All are off until a recording asks for them, and loops do nothing for them until then, that is, until one is
 * started or stopped with other settings. Stalls,
 * which a {@link StallMonitor} writes by itself, are on.
 *
 * <pre>
 *   RunLoopEvents.register();    // once, in the program; unregister() where it ends before the JVM does
 *   jcmd PID JFR.start filename=loops.jfr +dev.runloop.SlowCallout#enabled=true +dev.runloop.SlowCallout#threshold=5ms
 * </pre>
 *
 * <table class="plain">
 * <caption>The events, all with the loop's thread as theirs, but for stalls</caption>
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
     * Makes the events known to the flight recorder, and has loops write them while a recording has them on. Doing it twice
     * is doing it once. Takes a tenth of a second the first time, as it starts the flight recorder.
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
     * Takes back {@link #register()}, so that an application that is stopped leaves nothing of this library with the flight
     * recorder, which lives as long as the JVM. Doing it twice is doing it once. It is for the end: the flight recorder does
     * not show events of classes that are registered again after it has forgotten them.
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

    /** Has loops traced if any of the events is on. */
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
            LoopAccess.follow(TRACING);
        } else {
            LoopAccess.unfollow(TRACING);
            LoopAccess.allLoops().forEach(RunLoopEvents::traceNoMore);
        }
    }

    /** A loop that is coming has entered the registry before this is told of it. */
    private static synchronized void trace(RunLoop loop) {
        if (isTracing) {
            traceNoMore(loop); // it may be told of twice
            LoopAccess.of(loop).counters().addTracer(new EventTracer());
        }
    }

    private static void traceNoMore(RunLoop loop) {
        LoopCounters counters = LoopAccess.of(loop).counters();
        for (Tracer tracer : Tracers.listOf(counters.tracer())) {
            if (tracer instanceof EventTracer) {
                counters.removeTracer(tracer);
            }
        }
    }
}
