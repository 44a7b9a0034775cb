package dev.runloop.internal.trace;

/**
 * Is told what a loop does, on the loop's thread, with moments of {@link System#nanoTime()}. Spans are told when they have
 * ended, so that nothing has to be paired; a callout is also told when it begins. An implementation must neither block nor
 * throw.
 */
public interface Tracer {
    /**
     * User code is about to be called. A tracer that comes to the loop meanwhile does not hear of it.
     *
     * @param callout its kind
     * @param callee the object that is called
     */
    default void calls(Callout callout, Object callee) {}

    /**
     * User code has been called.
     *
     * @param callout its kind
     * @param callee the object that was called; a carrier's thread for a confined thread
     */
    default void called(Callout callout, Object callee, long start, long end) {}

    /** Whether {@link #calls} and {@link #called} have to be told of each task; else brief ones are told of together. */
    default boolean wantsEachTask() {
        return true;
    }

    /**
     * Some brief tasks have been run, one after the other.
     *
     * @param count how many
     * @param last the last one
     */
    default void calledBriefly(int count, Object last, long start, long end) {}

    /** The loop begins a pass, in a mode of this name. */
    default void passes(String mode) {}

    /** The loop has slept. */
    default void slept(long start, long end) {}

    /** The loop has made a pass, in a mode of this name; it may have slept in it. */
    default void passed(String mode, long start, long end) {}

    /** A run has ended that was begun in a mode of this name. */
    default void ran(String mode, boolean isNested, long start, long end) {}

    /** A timer fires later than it was due, by so many nanoseconds of the loop's clock. */
    default void late(Object callee, long nanos) {}
}
