package dev.runloop;

/** Why a run has ended. Corresponds to {@code CFRunLoopRunResult}. */
public enum RunLoopResult {
    /** The mode has nothing in it that could ever happen: no source, no timer, no block. */
    FINISHED,
    /** {@link RunLoop#stop()} was called. */
    STOPPED,
    /** The limit of the run has been reached. */
    TIMED_OUT,
    /** A source was handled, and the run was asked to return after that. */
    HANDLED_SOURCE
}
