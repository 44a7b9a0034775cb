package dev.runloop.internal;

/** Waiting for the end of a thread. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** Waits until a thread that was started has ended. An interrupt is seen again afterwards. */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
