package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A {@linkplain Selector selector} of a method with two arguments. Immutable. Corresponds to {@code SEL}.
 *
 * @param <T> the type of the target
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
public final class Selector2<T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends AbstractSelector {
    private final Query<? super T, ? super A, ? super B, ? extends R> query;

    Selector2(String name, boolean hasResult, Query<? super T, ? super A, ? super B, ? extends R> query) {
        super(name, hasResult);
        this.query = query;
    }

    /**
     * {@return the call of this method of a target, ready to be performed}
     *
     * @param target the target
     * @param first the first argument, or null if the method takes that
     * @param second the second argument, or null if the method takes that
     */
    public Invocation<R> on(T target, A first, B second) {
        return new Invocation<>(
                requireNonNull(target, "target"), this, () -> query.call(target, first, second), first, second);
    }

    /**
     * What a selector without a result calls.
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     */
    @FunctionalInterface
    public interface Method<T, A extends @Nullable Object, B extends @Nullable Object> {
        /**
         * Calls the method.
         *
         * @param target the target
         * @param first the first argument
         * @param second the second argument
         * @throws Exception if the method throws it
         */
        void call(T target, A first, B second) throws Exception;
    }

    /**
     * What a selector with a result calls.
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface Query<T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Calls the method.
         *
         * @param target the target
         * @param first the first argument
         * @param second the second argument
         * @return the result
         * @throws Exception if the method throws it
         */
        R call(T target, A first, B second) throws Exception;
    }
}
