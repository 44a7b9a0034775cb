package dev.runloop.internal;

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
    void called(Callout callout, Object callee, long start, long end);

    /** The loop has slept. */
    void slept(long start, long end);

    /** The loop has made a pass, in a mode of this name; it may have slept in it. */
    void passed(String mode, long start, long end);

    /** A run has ended that was begun in a mode of this name. */
    void ran(String mode, boolean isNested, long start, long end);

    /** A timer fires later than it was due, by so many nanoseconds of the loop's clock. */
    void late(Object callee, long nanos);
}
