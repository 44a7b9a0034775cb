package dev.runloop.executors.scope;

/**
 * What has become of a subtask that has completed before its scope was cancelled, as it is delivered on the loop.
 *
 * <p>A {@code Subtask} cannot be asked for its result by the owner of its scope before that has joined; hence this.
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T> {

    /**
     * The subtask has succeeded.
     *
     * @param result what it has returned, null included
     * @param <T> the type of the result
     */
    record Success<T>(T result) implements Outcome<T> {}

    /**
     * The subtask has failed.
     *
     * @param exception what it has thrown
     * @param <T> the type of the result that there would have been
     */
    record Failure<T>(Throwable exception) implements Outcome<T> {}
}
