package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Something that a loop has done, as a {@link Timeline} has recorded it.
 *
 * @param threadId the id of the loop's thread
 * @param thread the name of the loop's thread
 * @param kind what it is: a run, a pass, a sleep, a source, a timer, a block, an observer, a task or a confined thread
 * @param name the mode of a run or a pass, else the class of what was called; the last one of several brief tasks; empty for
 *     a sleep
 * @param start how long after the beginning of the timeline it has begun; less than zero if it had begun before
 * @param lasting how long it has lasted
 * @param count how many it is: more than one for brief tasks that were run together
 */
public record TimelineSpan(
        long threadId, String thread, String kind, String name, Duration start, Duration lasting, int count) {

    /** Checks that nothing is null. */
    public TimelineSpan {
        requireNonNull(thread, "thread");
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(start, "start");
        requireNonNull(lasting, "lasting");
    }
}
