package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls code, and passes what it throws to the caller: unchecked exceptions as they are, checked ones wrapped. */
final class Calls {
    private Calls() {}

    static Callable<@Nullable Void> of(Runnable body) {
        return new RunnableCall(requireNonNull(body, "body"));
    }

    /** A runnable as a callable, which names the class of the user's code. */
    private record RunnableCall(Runnable body) implements Callable<@Nullable Void>, UserCodeWrapper {
        @Override
        public @Nullable Void call() {
            body.run();
            return null;
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(body);
        }
    }

    static <R extends @Nullable Object> R callNow(Callable<R> body) {
        try {
            return body.call();
        } catch (Exception e) {
            throw asThrown(e);
        }
    }

    /** The result of a request that is done. */
    static <R extends @Nullable Object> R resultOf(Request<R> request) {
        try {
            return request.join();
        } catch (CompletionException e) {
            throw asThrown(e.getCause());
        }
    }

    private static String nameOf(@Nullable Object object) {
        return object == null ? "null" : object.getClass().getName();
    }

    static RuntimeException asThrown(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : wrapped(thrown);
    }

    /** The exception that {@code get} throws for this cause. */
    static ExecutionException executionException(@Nullable Throwable thrown) {
        try {
            return new ExecutionException(thrown);
        } catch (Throwable e) {
            return new ExecutionException(nameOf(thrown), thrown);
        }
    }

    /** An exception with this cause, and with its message, unless asking the cause for that fails. */
    static CompletionException wrapped(@Nullable Throwable thrown) {
        try {
            return new CompletionException(thrown);
        } catch (Throwable e) {
            return new CompletionException(nameOf(thrown), thrown);
        }
    }
}
