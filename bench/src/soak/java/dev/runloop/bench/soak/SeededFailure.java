package dev.runloop.bench.soak;

/** What callbacks of the soak throw. A waiting thread or an exception handler must hear of each. */
final class SeededFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Runnable heard;

    SeededFailure(String message, Runnable heard) {
        super(message, null, false, false); // without a stack trace: there are many, and the place is known
        this.heard = heard;
    }

    /** Something heard of it. Several may: a future tells everyone that asks. */
    void isHeard() {
        heard.run();
    }
}
