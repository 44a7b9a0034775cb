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

    /** What carries the tasks. */
    Kind kind();

    /** Whether this is part of Runloop; reports set these apart from the peers. */
    boolean ours();

    /** Whether actors can schedule; those that cannot are left out of measures that need it. */
    boolean schedules();

    /** Starts a new actor. */
    Actor open();
}
