package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies a decorator to the dependents of a future. It is called on the thread that registers the dependent, and what it
 * returns runs in place of the dependent. If that throws, or returns without having run the dependent, the stage fails.
 *
 * @param decorator null if there is none and dependents stay as they are
 */
record DecoratedCall(@Nullable UnaryOperator<Runnable> decorator) {

    /** One dependent, which its stage calls once. */
    private static final class Call<R extends @Nullable Object> {
        private final Runnable decorated;
        private @Nullable Supplier<R> body;
        private @Nullable R result;
        private @Nullable Throwable thrown;
        private boolean hasRun;

        Call(UnaryOperator<Runnable> decorator) {
            decorated = DecoratedTask.decorate(decorator, this::run);
        }

        private void run() {
            hasRun = true;
            try {
                result = requireNonNull(body).get();
            } catch (Throwable e) {
                thrown = e;
                throw e;
            }
        }

        @SuppressWarnings("NullAway") // null only where R may be
        R call(Supplier<R> dependent) {
            body = dependent;
            decorated.run();
            switch (thrown) { // the decorator may have swallowed it; the stage does not
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(thrown);
            }
            if (!hasRun) {
                throw new IllegalStateException("the decorator has ended without running the dependent");
            }
            return result;
        }
    }

    private <R extends @Nullable Object> @Nullable Call<R> call(Object dependent) {
        requireNonNull(dependent);
        return decorator == null ? null : new Call<>(decorator);
    }

    <T, R> Function<T, R> function(Function<T, R> dependent) {
        Call<R> call = call(dependent);
        return call == null ? dependent : value -> call.call(() -> dependent.apply(value));
    }

    <T, U, R> BiFunction<T, U, R> biFunction(BiFunction<T, U, R> dependent) {
        Call<R> call = call(dependent);
        return call == null ? dependent : (one, other) -> call.call(() -> dependent.apply(one, other));
    }

    <T> Supplier<T> supplier(Supplier<T> dependent) {
        Call<T> call = call(dependent);
        return call == null ? dependent : () -> call.call(dependent);
    }

    <T> Consumer<T> consumer(Consumer<T> dependent) {
        Call<@Nullable Object> call = call(dependent);
        return call == null
                ? dependent
                : value -> call.call(() -> {
                    dependent.accept(value);
                    return null;
                });
    }

    <T, U> BiConsumer<T, U> biConsumer(BiConsumer<T, U> dependent) {
        Call<@Nullable Object> call = call(dependent);
        return call == null
                ? dependent
                : (one, other) -> call.call(() -> {
                    dependent.accept(one, other);
                    return null;
                });
    }

    Runnable runnable(Runnable dependent) {
        Call<@Nullable Object> call = call(dependent);
        return call == null
                ? dependent
                : () -> call.call(() -> {
                    dependent.run();
                    return null;
                });
    }
}
