package dev.runloop.diagnostics;

import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.Handoffs;
import dev.runloop.internal.trace.Tracer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which object a loop is calling, so that its origin can be looked up. Written by the loop's thread; the volatile field
 * publishes it to other threads.
 */
final class OriginTracer implements Tracer {
    /**
     * A callout in progress.
     *
     * @param callee what is called
     * @param outer the callout around it; null if there is none
     */
    private record Calling(Object callee, @Nullable Calling outer) {}

    private volatile @Nullable Calling innermost;

    @Override
    public void calls(Callout callout, Object callee) {
        innermost = new Calling(callee, innermost);
    }

    @Override
    public void called(Callout callout, Object callee, long start, long end) {
        Calling at = innermost;
        while (at != null && at.callee != callee) {
            at = at.outer; // the end of an inner one was not reported
        }
        innermost = at == null ? innermost : at.outer; // none: it began before this tracer was added
    }

    /** The origin of the innermost callee that has a known one; empty if there is none. */
    List<StackTraceElement> ofInnermost() {
        for (Calling at = innermost; at != null; at = at.outer) {
            StackTraceElement[] origin = Handoffs.originOf(at.callee);
            if (origin != null) {
                return withoutUs(origin);
            }
        }
        return List.of();
    }

    private static List<StackTraceElement> withoutUs(StackTraceElement[] origin) {
        return List.of(origin).stream()
                .dropWhile(frame -> frame.getClassName().equals(Handoffs.class.getName()))
                .toList();
    }
}
