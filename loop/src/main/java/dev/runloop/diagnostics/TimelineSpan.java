package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Something that a loop has done, recorded by a {@link Timeline}.
 *
 * @param threadId the id of the loop's thread
 * @param thread the name of the loop's thread
 * @param kind what it is: a run, a pass, a sleep, a source, a timer, a block, an observer, a task or a confined thread
 * @param name the mode of a run or a pass, else the class that was called; of several brief tasks the last one; empty for a
 *     sleep
 * @param start its start, relative to that of the timeline; negative if it began before
 * @param lasting its duration
 * @param count more than one for brief tasks recorded together
 */
public record TimelineSpan(
        long threadId, String thread, String kind, String name, Duration start, Duration lasting, int count) {

    /** Checks for null. */
    public TimelineSpan {
        requireNonNull(thread, "thread");
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(start, "start");
        requireNonNull(lasting, "lasting");
    }
}
