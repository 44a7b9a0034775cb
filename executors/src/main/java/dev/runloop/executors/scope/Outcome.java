package dev.runloop.executors.scope;

/**
 * The outcome of a subtask that completed before its scope was cancelled, as delivered on the loop.
 *
 * <p>It exists because the owner of a scope cannot read the result of a {@code Subtask} before it has joined.
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T> {

    /**
     * The subtask succeeded.
     *
     * @param result what it returned; may be null
     * @param <T> the type of the result
     */
    record Success<T>(T result) implements Outcome<T> {}

    /**
     * The subtask failed.
     *
     * @param exception what it threw
     * @param <T> the type of the result it would have had
     */
    record Failure<T>(Throwable exception) implements Outcome<T> {}
}
