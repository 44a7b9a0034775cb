package dev.runloop;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A snapshot of a loop, assembled on any thread while the loop continues. What changes during that moment may appear as
 * before or as after, or be missed while it moves. {@link #toString()} returns a text in the style of
 * {@code CFRunLoop}'s.
 *
 * @param thread the name of the loop's thread
 * @param state what the loop is doing
 * @param runs the modes of the runs in progress, the outermost first
 * @param commonModes the common modes
 * @param commonItems the items in all common modes
 * @param modes the default mode, and all modes that have items
 * @param blocks how many blocks wait for their modes
 * @param pendingChanges how many changes by other threads the loop has yet to apply
 * @param metrics what the loop has done so far
 */
public record RunLoopDescription(
        String thread,
        String state,
        List<RunLoopMode> runs,
        Set<RunLoopMode> commonModes,
        List<Item> commonItems,
        List<Mode> modes,
        int blocks,
        int pendingChanges,
        RunLoopMetrics metrics) {

    /**
     * The contents of a mode.
     *
     * @param mode the mode
     * @param items its sources, observers and timers
     */
    public record Mode(RunLoopMode mode, List<Item> items) {}

    /** A source, observer or timer. */
    public sealed interface Item {
        /** {@return the order among the items of its kind} */
        int order();

        /** {@return the class of what the item calls} */
        String callout();
    }

    /**
     * A source.
     *
     * @param kind 0 or 1
     * @param order the order
     * @param signalled whether it is to be performed
     * @param callout the class of its callbacks
     */
    public record Source(int kind, int order, boolean signalled, String callout) implements Item {}

    /**
     * An observer.
     *
     * @param order the order
     * @param activities what it is called for
     * @param repeats whether it is called more than once
     * @param callout the class of its handler
     */
    public record Observer(int order, Set<RunLoopActivity> activities, boolean repeats, String callout)
            implements Item {}

    /**
     * A timer.
     *
     * @param order the order
     * @param firing whether its handler is running
     * @param interval the time between two fires; zero if it fires once
     * @param tolerance how much later than its date it may fire
     * @param firesIn the time until its next date; negative if that has passed
     * @param callout the class of its handler
     */
    public record Timer(
            int order, boolean firing, Duration interval, Duration tolerance, Duration firesIn, String callout)
            implements Item {}

    /**
     * {@return this description as a JSON object without line breaks} Its members have the names of the components
     * here, durations are numbers of nanoseconds, and items have a type: source0, source1, observer or timer.
     */
    public String toJson() {
        return new DescriptionJson(this).toString();
    }

    /** {@return this description as a text of several lines} */
    @Override
    public String toString() {
        return new DescriptionText(this).toString();
    }
}
