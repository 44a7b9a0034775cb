package dev.runloop.executors.scope;

import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The joiner that a scope is given in place of the user's, whom it asks: the owner hears of each subtask before its
 * thread is made, and can give the scope up. A scope can be cancelled by its joiner only; so the owner forks once more,
 * of which this answers that the scope is to be cancelled, and no thread is made.
 */
final class DelegatingJoiner<T, R> implements Joiner<T, R> {
    private final Joiner<? super T, ? extends R> joiner;
    private final Consumer<Subtask<? extends T>> onFork;
    private boolean isGivenUp; // the owner's

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
    @SuppressWarnings("NullAway") // nobody asks for the result of a scope that was given up
    public R result() throws Throwable {
        @Nullable R none = null;
        return isGivenUp ? none : joiner.result();
    }
}
