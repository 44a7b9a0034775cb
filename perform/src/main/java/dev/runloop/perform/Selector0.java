package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A {@linkplain Selector selector} of a method with no argument. Immutable. Corresponds to {@code SEL}.
 *
 * @param <T> the type of the target
 * @param <R> the type of the result
 */
public final class Selector0<T, R extends @Nullable Object> extends AbstractSelector {
    private final Query<? super T, ? extends R> query;

    Selector0(String name, boolean hasResult, Query<? super T, ? extends R> query) {
        super(name, hasResult);
        this.query = query;
    }

    /**
     * {@return the call of this method of a target, ready to be performed}
     *
     * @param target the target
     */
    public Invocation<R> on(T target) {
        return new Invocation<>(requireNonNull(target, "target"), this, () -> query.call(target));
    }

    /**
     * What a selector without a result calls.
     *
     * @param <T> the type of the target
     */
    @FunctionalInterface
    public interface Method<T> {
        /**
         * Calls the method.
         *
         * @param target the target
         * @throws Exception if the method throws it
         */
        void call(T target) throws Exception;
    }

    /**
     * What a selector with a result calls.
     *
     * @param <T> the type of the target
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface Query<T, R extends @Nullable Object> {
        /**
         * Calls the method.
         *
         * @param target the target
         * @return the result
         * @throws Exception if the method throws it
         */
        R call(T target) throws Exception;
    }
}
