package dev.runloop.executors;

import dev.runloop.RunLoopMode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an executor, without its loop.
 *
 * @param order the order of its source among those of the loop
 * @param modes the modes in which its tasks run
 * @param capacity how many tasks its queue holds; 0: unbounded
 */
record ExecutorSettings(
        int order,
        List<RunLoopMode> modes,
        ShutdownPolicy shutdownPolicy,
        MissedRunPolicy missedRunPolicy,
        int capacity,
        OverflowPolicy overflowPolicy,
        Consumer<? super Runnable> onDiscard,
        @Nullable UnaryOperator<Runnable> decorator) {

    /** The permits of a queue, if it is bounded. */
    @Nullable
    Capacity newCapacity() {
        return capacity == 0 ? null : new Capacity(capacity);
    }

    /** Whether tasks are always accepted, and as they are. */
    boolean isPlain() {
        return capacity == 0 && decorator == null;
    }

    ExecutorSettings withOrder(int other) {
        return new ExecutorSettings(
                other, modes, shutdownPolicy, missedRunPolicy, capacity, overflowPolicy, onDiscard, decorator);
    }

    ExecutorSettings withModes(List<RunLoopMode> others) {
        return new ExecutorSettings(
                order, others, shutdownPolicy, missedRunPolicy, capacity, overflowPolicy, onDiscard, decorator);
    }
}
