package dev.runloop.internal.trace;

/**
 * Observes what a loop does, on the loop's thread; times are of {@link System#nanoTime()}. Spans are reported when they have
 * ended, so there is nothing to match up; callouts are also reported when they begin. Implementations must neither block nor
 * throw.
 */
public interface Tracer {
    /**
     * User code is about to be called. Not reported to a tracer that is added during the call.
     *
     * @param callout the kind of code
     * @param callee the object that is called
     */
    default void calls(Callout callout, Object callee) {}

    /**
     * User code has been called.
     *
     * @param callout the kind of code
     * @param callee the object that was called; a carrier's thread for a confined thread
     */
    default void called(Callout callout, Object callee, long start, long end) {}

    /** Whether {@link #calls} and {@link #called} must report each task; otherwise brief ones may be reported together. */
    default boolean wantsEachTask() {
        return true;
    }

    /**
     * Several brief tasks have been run, one after the other.
     *
     * @param count their number
     * @param last the last one
     */
    default void calledBriefly(int count, Object last, long start, long end) {}

    /** The loop begins a pass in the named mode. */
    default void passes(String mode) {}

    /** The loop has slept. */
    default void slept(long start, long end) {}

    /** The loop has made a pass in the named mode, and may have slept in it. */
    default void passed(String mode, long start, long end) {}

    /** A run in the named mode has ended. */
    default void ran(String mode, boolean isNested, long start, long end) {}

    /** A timer fires late, by {@code nanos} of the loop's clock. */
    default void late(Object callee, long nanos) {}
}
