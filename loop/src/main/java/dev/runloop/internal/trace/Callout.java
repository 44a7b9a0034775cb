package dev.runloop.internal.trace;

/** A kind of user code that a loop calls. */
public enum Callout {
    /** The perform of a source of either kind. */
    SOURCE("source"),
    /** A firing timer. */
    TIMER("timer"),
    /** A block. */
    BLOCK("block"),
    /** An observer. */
    OBSERVER("observer"),
    /** A task of an executor, within the perform of its source. */
    TASK("task"),
    /** A confined thread up to its next blocking point, within the perform of its carrier's source. */
    CONFINED_THREAD("confined thread");

    private final String text;

    Callout(String text) {
        this.text = text;
    }

    /** The name of the kind, for people. */
    @Override
    public String toString() {
        return text;
    }
}
