package dev.runloop;

/**
 * The thread of a run loop has ended, and the loop with it: what was asked of the loop can never happen.
 *
 * <p>Thrown at once if the loop has already ended, and delivered to those who are waiting when it ends.
 */
public final class RunLoopEndedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports that the loop of this thread has ended.
     *
     * @param thread the thread
     */
    public RunLoopEndedException(Thread thread) {
        super("the run loop of thread \"" + thread.getName() + "\" (#" + thread.threadId() + ") has ended");
    }
}
