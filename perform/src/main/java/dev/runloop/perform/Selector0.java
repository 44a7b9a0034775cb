package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A {@linkplain Selector selector} of a method with no argument. Immutable. Corresponds to {@code SEL}.
 *
 * @param <T> the type of the target
 */
public sealed class Selector0<T> extends NamedMethod {
    private final Method<? super T> method;

    Selector0(String name, Method<? super T> method) {
        super(name);
        this.method = method;
    }

    /**
     * {@return the call of this method of a target, to be performed}
     *
     * @param target the target
     */
    public Invocation<?> on(T target) {
        Callable<@Nullable Void> body = () -> {
            method.call(target);
            return null;
        };
        return new Invocation<>(requireNonNull(target, "target"), this, body);
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
     * A selector of a method with no argument and a result. Immutable.
     *
     * @param <T> the type of the target
     * @param <R> the type of the result
     */
    public static final class Answering<T, R extends @Nullable Object> extends Selector0<T> {
        private final Query<? super T, ? extends R> query;

        Answering(String name, Query<? super T, ? extends R> query) {
            super(name, query::call);
            this.query = query;
        }

        @Override
        public Invocation<R> on(T target) {
            return new Invocation<>(requireNonNull(target, "target"), this, () -> query.call(target));
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
}
