package dev.runloop.bench.subject;

/**
 * Something to compare: it opens actors, each with its own thread of execution. Every cell opens and closes its own
 * actors, so no subject inherits a queue or a heap that an earlier measure has grown.
 */
public interface Subject {
    /** The name in tables, charts and files. */
    String name();

    default Kind kind() {
        return Kind.PLATFORM;
    }

    /** Whether this is part of Runloop. */
    default boolean ours() {
        return false;
    }

    /** Whether actors can schedule, as some measures need. */
    default boolean schedules() {
        return false;
    }

    Actor open();
}
