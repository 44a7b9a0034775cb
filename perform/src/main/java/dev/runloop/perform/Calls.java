package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How code is called, and how what it throws comes to the caller: unchecked as it is, checked wrapped. */
final class Calls {
    private Calls() {}

    static Callable<@Nullable Void> of(Runnable body) {
        return new RunnableCall(requireNonNull(body, "body"));
    }

    /** A runnable as a callable that says for whose code it stands. */
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

    /** As the cause of an exception that {@code get} throws. */
    static ExecutionException executionException(@Nullable Throwable thrown) {
        try {
            return new ExecutionException(thrown);
        } catch (Throwable e) {
            return new ExecutionException(nameOf(thrown), thrown);
        }
    }

    /** As the cause of an exception, whose message would be that of the cause, which may fail to tell. */
    static CompletionException wrapped(@Nullable Throwable thrown) {
        try {
            return new CompletionException(thrown);
        } catch (Throwable e) {
            return new CompletionException(nameOf(thrown), thrown);
        }
    }
}
