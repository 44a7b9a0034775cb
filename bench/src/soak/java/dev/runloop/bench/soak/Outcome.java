package dev.runloop.bench.soak;

/** What becomes of a task: one of these, once. */
enum Outcome {
    /** It has begun. */
    RAN("ran"),
    /** It was taken back before it began. */
    CANCELLED("cancelled"),
    /** {@code shutdownNow} has answered it. */
    HANDED_BACK("handed back"),
    /** The call by which it was handed over has failed, as documented. */
    REFUSED("refused"),
    /** Those that wait for it were told that the loop has ended. */
    ENDED("ended"),
    /** The loop has ended, and nobody is told, as is documented for blocks, signals and messages. */
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
