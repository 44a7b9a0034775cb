package dev.runloop;

/** Waiting for the end of a thread. */
final class ThreadEnd {
    private ThreadEnd() {}

    /** Waits until a thread that was started has ended. An interrupt is seen again afterwards. */
    static void await(Thread thread) {
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
