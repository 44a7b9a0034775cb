package dev.runloop;

/**
 * The thread of a run loop has ended, and the loop with it: what was asked of it can never happen.
 *
 * <p>Thrown at once where the loop has ended already, and given to those who wait when it ends.
 */
public final class RunLoopEndedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Says that the loop of this thread is gone.
     *
     * @param thread the thread
     */
    public RunLoopEndedException(Thread thread) {
        super("the run loop of thread \"" + thread.getName() + "\" (#" + thread.threadId() + ") has ended");
    }
}
