package dev.runloop.diagnostics;

import dev.runloop.internal.trace.Callout;

/** The kind of a record. */
@SuppressWarnings("EnumOrdinal") // records hold numbers
enum TimelineKind {
    SOURCE(Callout.SOURCE.toString()),
    TIMER(Callout.TIMER.toString()),
    BLOCK(Callout.BLOCK.toString()),
    OBSERVER(Callout.OBSERVER.toString()),
    TASK(Callout.TASK.toString()),
    CONFINED_THREAD(Callout.CONFINED_THREAD.toString()),
    PASS("pass"),
    RUN("run"),
    SLEEP("sleep"),
    /** A thread has handed off what is called in the record of the same number. */
    HANDOFF("handoff");

    private static final TimelineKind[] ALL = values();

    private final String text;

    TimelineKind(String text) {
        this.text = text;
    }

    static TimelineKind of(Callout callout) {
        return ALL[callout.ordinal()]; // they come first, in the same order
    }

    /** The number of the kind in a record. */
    int number() {
        return ordinal();
    }

    static TimelineKind at(int ordinal) {
        return ALL[ordinal];
    }

    @Override
    public String toString() {
        return text;
    }
}
