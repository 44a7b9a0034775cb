package dev.runloop.diagnostics;

import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.Handoffs;
import dev.runloop.internal.trace.Tracer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which object a loop is calling, so that its origin can be looked up. Written by the loop's thread; what one callout
 * has written happens-before the look of another thread by the volatile field.
 */
final class OriginTracer implements Tracer {
    /**
     * One callout within others.
     *
     * @param callee what is called
     * @param outer the one that it is called in; null if there is none
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
            at = at.outer; // those within have not been told of
        }
        innermost = at == null ? innermost : at.outer; // none: it began before this tracer came
    }

    /** Where the innermost callee with a known origin comes from; empty if there is none. */
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
