package dev.runloop.bench.subject;

/**
 * Something that is compared: it opens actors, each with its own thread of execution.
 *
 * <p>Every cell of the comparison opens its own actors and closes them, so no subject inherits a queue or a heap that an
 * earlier measure has grown.
 */
public interface Subject {
    /** The name in tables, charts and files. */
    String name();

    /** What carries the tasks: a platform thread, unless it says otherwise. */
    default Kind kind() {
        return Kind.PLATFORM;
    }

    /** Whether this is part of Runloop; reports set these apart from the peers. */
    default boolean ours() {
        return false;
    }

    /** Whether actors can schedule; those that cannot are left out of measures that need it. */
    default boolean schedules() {
        return false;
    }

    /** Starts a new actor. */
    Actor open();
}
