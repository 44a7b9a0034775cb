package dev.runloop.executors;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A runnable as a callable, like {@link java.util.concurrent.Executors#callable(Runnable, Object)}. It also tells diagnostics
 * whose code it runs.
 *
 * @param body what to run
 * @param value what to return
 */
record RunnableCall<V extends @Nullable Object>(
        Runnable body, @Nullable V value) implements Callable<V>, UserCodeWrapper {
    @Override
    @SuppressWarnings("NullAway") // null only where V may be
    public V call() {
        body.run();
        return value;
    }

    @Override
    public Class<?> calleeClass() {
        return UserCodeWrapper.classOf(body);
    }
}
