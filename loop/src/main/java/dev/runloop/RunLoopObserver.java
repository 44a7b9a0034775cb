package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Is told of the points that the runs of a loop pass: work can be wrapped around each pass, or done before the loop
 * sleeps.
 *
 * <p>Called on the loop's thread, and never from within its own call. It may be in several modes of one loop; while it
 * is in any, adding it to another loop does nothing. Thread-safe. Corresponds to {@code CFRunLoopObserver}.
 */
public final class RunLoopObserver extends RunLoopItem {
    private final Set<RunLoopActivity> activities;
    private final int bits;
    private final boolean repeats;
    private volatile BiConsumer<? super RunLoopObserver, ? super RunLoopActivity> handler; // none() once invalid
    private boolean calling; // the loop's thread

    private RunLoopObserver(
            Collection<RunLoopActivity> activities,
            boolean repeats,
            int order,
            BiConsumer<? super RunLoopObserver, ? super RunLoopActivity> handler) {
        super(order);
        this.activities = Set.copyOf(activities);
        this.bits = this.activities.stream().mapToInt(RunLoopActivity::bit).reduce(0, (a, b) -> a | b);
        this.repeats = repeats;
        this.handler = handler;
    }

    /**
     * {@return an observer of order 0 that is called each time the loop reaches one of the activities}
     *
     * @param activities what it is called for
     * @param handler is given the observer and the activity
     * @throws IllegalArgumentException if there are no activities
     */
    public static RunLoopObserver create(
            Collection<RunLoopActivity> activities,
            BiConsumer<? super RunLoopObserver, ? super RunLoopActivity> handler) {
        return create(activities, true, 0, handler);
    }

    /**
     * {@return an observer}
     *
     * @param activities what it is called for
     * @param repeats whether it is called every time; otherwise it is invalidated after its first call
     * @param order lower values are called first, equal ones in the order in which they were added
     * @param handler is given the observer and the activity
     * @throws IllegalArgumentException if there are no activities
     */
    public static RunLoopObserver create(
            Collection<RunLoopActivity> activities,
            boolean repeats,
            int order,
            BiConsumer<? super RunLoopObserver, ? super RunLoopActivity> handler) {
        requireNonNull(activities, "activities");
        requireNonNull(handler, "handler");
        if (activities.isEmpty()) {
            throw new IllegalArgumentException("activities is empty: the observer would never be called");
        }
        return new RunLoopObserver(activities, repeats, order, handler);
    }

    /** {@return what this observer is called for, in the order of a run} */
    public Set<RunLoopActivity> activities() {
        return EnumSet.copyOf(activities);
    }

    /** {@return whether this observer is called more than once} */
    public boolean repeats() {
        return repeats;
    }

    @Override
    Object callee() {
        return handler;
    }

    @Override
    long use() {
        return ModeTable.HOLD;
    }

    @Override
    void invalidated() {
        handler = RunLoopObserver::none;
    }

    private static void none(RunLoopObserver observer, RunLoopActivity activity) {}

    int bits() {
        return bits;
    }

    /** Whether it is to be called now. In a nested run, the observer whose callback started that run is not called. */
    boolean wants(RunLoopActivity activity) {
        return (bits & activity.bit()) != 0 && isValid() && !calling;
    }

    /** Calls the handler, and throws what that throws, with the observer left intact. */
    void call(RunLoopActivity activity) {
        calling = true;
        try {
            handler.accept(this, activity);
        } finally {
            calling = false;
            if (!repeats) {
                invalidate();
            }
        }
    }
}
