package dev.runloop.internal;

/** Waits for the termination of a thread. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** Waits until a started thread has terminated. If interrupted, interrupts the current thread again afterwards. */
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
