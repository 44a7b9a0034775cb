package dev.runloop.bench.soak;

/** What callbacks of the soak throw; somebody has to hear of each, be it one who waits or an exception handler. */
final class SeededFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Runnable heard;

    SeededFailure(String message, Runnable heard) {
        super(message, null, false, false); // there are many, and each is thrown at one place
        this.heard = heard;
    }

    /** Somebody has been told. That several are is no fault: a future tells all who ask. */
    void isHeard() {
        heard.run();
    }
}
