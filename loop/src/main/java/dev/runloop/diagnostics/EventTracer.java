package dev.runloop.diagnostics;

import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.Tracer;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.ArrayList;
import java.util.List;

/** Writes what one loop does as flight recorder events. For the loop's thread, which reuses the events. */
final class EventTracer implements Tracer {
    private final List<SlowCalloutEvent> callouts = new ArrayList<>(); // the first ones are in progress, nested
    private final List<PassEvent> passes = new ArrayList<>();
    private int calloutDepth;
    private int passDepth;

    @Override
    public void calls(Callout callout, Object callee) {
        if (calloutDepth == callouts.size()) {
            callouts.add(new SlowCalloutEvent());
        }
        callouts.get(calloutDepth++).begin();
    }

    @Override
    public void called(Callout callout, Object callee, long start, long end) {
        if (calloutDepth == 0) {
            return; // it began before this tracer was added
        }
        SlowCalloutEvent event = callouts.get(--calloutDepth);
        event.end();
        if (event.shouldCommit()) {
            Class<?> type = UserCodeWrapper.classOf(callee);
            event.kind = callout.toString();
            event.callee = type;
            event.name = UserCodeWrapper.nameOf(type);
            event.commit();
            event.callee = null; // the reused event must not keep the class
        }
    }

    @Override
    public void passes(String mode) {
        if (passDepth == passes.size()) {
            passes.add(new PassEvent());
        }
        passes.get(passDepth++).begin();
    }

    @Override
    public void passed(String mode, long start, long end) {
        if (passDepth == 0) {
            return;
        }
        PassEvent event = passes.get(--passDepth);
        event.end();
        if (event.shouldCommit()) {
            event.mode = mode;
            event.commit();
        }
    }

    @Override
    public void slept(long start, long end) {
        var event = new WakeUpEvent();
        if (event.isEnabled()) {
            event.asleep = end - start;
            event.commit();
        }
    }

    @Override
    public void late(Object callee, long nanos) {
        var event = new LateTimerEvent();
        if (event.isEnabled()) {
            event.lateness = nanos;
            event.name = UserCodeWrapper.nameOf(UserCodeWrapper.classOf(callee));
            event.commit();
        }
    }
}
