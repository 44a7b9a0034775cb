package dev.runloop.internal.trace;

/** What kind of user code a loop calls. */
public enum Callout {
    /** A source of either kind is performed. */
    SOURCE("source"),
    /** A timer fires. */
    TIMER("timer"),
    /** A block runs. */
    BLOCK("block"),
    /** An observer is called. */
    OBSERVER("observer"),
    /** An executor runs a task, within the perform of its source. */
    TASK("task"),
    /** A confined thread is carried up to its next blocking point, within the perform of its carrier's source. */
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
