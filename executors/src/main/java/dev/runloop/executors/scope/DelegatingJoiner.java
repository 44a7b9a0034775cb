package dev.runloop.executors.scope;

import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The joiner that a scope is given in place of the user's, to which it delegates. It tells the owner of each subtask before
 * the thread is created, and lets the owner give the scope up. Only its joiner can cancel a scope, so the owner forks once
 * more, and this joiner cancels the scope in {@code onFork}, before a thread is created.
 */
final class DelegatingJoiner<T, R> implements Joiner<T, R> {
    private final Joiner<? super T, ? extends R> joiner;
    private final Consumer<Subtask<? extends T>> onFork;
    private boolean isGivenUp; // by the owner

    DelegatingJoiner(Joiner<? super T, ? extends R> joiner, Consumer<Subtask<? extends T>> onFork) {
        this.joiner = joiner;
        this.onFork = onFork;
    }

    void giveUp() {
        isGivenUp = true;
    }

    boolean isGivenUp() {
        return isGivenUp;
    }

    @Override
    public boolean onFork(Subtask<? extends T> subtask) {
        if (isGivenUp) {
            return true;
        }
        onFork.accept(subtask);
        return joiner.onFork(subtask);
    }

    @Override
    public boolean onComplete(Subtask<? extends T> subtask) {
        return joiner.onComplete(subtask);
    }

    @Override
    @SuppressWarnings("NullAway") // the result of a scope that was given up is not used
    public R result() throws Throwable {
        @Nullable R none = null;
        return isGivenUp ? none : joiner.result();
    }
}
