package dev.runloop.executors;

import dev.runloop.RunLoopMode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an executor is to be, but for its loop.
 *
 * @param order of its source among those of the loop
 * @param modes those in which its tasks run
 * @param capacity how many tasks its queue holds; 0: as many as come
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

    /** The room in a queue, if it is bounded. */
    @Nullable
    Capacity newCapacity() {
        return capacity == 0 ? null : new Capacity(capacity);
    }

    /** Whether tasks are taken in as they are, always. */
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
