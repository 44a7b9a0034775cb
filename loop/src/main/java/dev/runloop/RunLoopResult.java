package dev.runloop;

/** Why a run has ended. Corresponds to {@code CFRunLoopRunResult}. */
public enum RunLoopResult {
    /** Nothing that could ever happen is left in the mode: no source, no timer, no block. */
    FINISHED,
    /** {@link RunLoop#stop()} was called. */
    STOPPED,
    /** The limit of the run has been reached. */
    TIMED_OUT,
    /** A source was handled, and the run was asked to return after that. */
    HANDLED_SOURCE
}
