package dev.runloop.executors;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A runnable as a callable, as {@link java.util.concurrent.Executors#callable(Runnable, Object)} makes it, but one that says
 * for whose code it stands.
 *
 * @param body what is run
 * @param value what is answered
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
