package dev.runloop.bench.soak;

/** What becomes of a task; exactly one of these. */
enum Outcome {
    /** It has begun. */
    RAN("ran"),
    /** It was cancelled before it began. */
    CANCELLED("cancelled"),
    /** {@code shutdownNow} returned it. */
    HANDED_BACK("handed back"),
    /** The call that submitted it failed, as documented. */
    REFUSED("refused"),
    /** Threads waiting for it were told that the loop has ended. */
    ENDED("ended"),
    /** The loop ended silently, as documented for blocks, signals and messages. */
    DROPPED("dropped");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
