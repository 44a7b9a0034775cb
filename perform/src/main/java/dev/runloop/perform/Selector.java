package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A method with a name, as a constant: what is to be performed, apart from the target and the arguments. This one takes
 * an argument, as selectors that are performed by Cocoa do; {@link Selector0}, {@link Selector2} and {@link Selector3}
 * take none, two and three. Those with a result are {@link Answering}.
 *
 * <pre>{@code
 * static final Selector<Document, String> APPEND = Selector.of("append", Document::append);
 * static final Selector0.Answering<Document, String> TITLE = Selector.of("title", Document::title);
 *
 * Perform.onThread(editor, APPEND.on(document, "more"));
 * String title = Perform.onThreadAndWait(editor, TITLE.on(document));
 * Perform.afterDelay(Duration.ofSeconds(1), APPEND.on(document, "later"));
 * Perform.cancelPreviousPerformRequests(document, APPEND, "later");
 * }</pre>
 *
 * <p>A method reference says which of the factories is meant. Where the method is overloaded it takes a lambda with the
 * types of its parameters, {@code (StringBuilder text, String more) -> text.append(more)}.
 *
 * <p>Selectors are equal by name, arity and whether there is a result; so two classes may each declare a constant for
 * the same method, and one of them cancels what the other has requested. Immutable. Corresponds to {@code SEL}.
 *
 * @param <T> the type of the target
 * @param <A> the type of the argument
 */
@SuppressWarnings("overloads") // a method reference tells them apart
public sealed class Selector<T, A extends @Nullable Object> extends NamedMethod {
    private final Method<? super T, ? super A> method;

    Selector(String name, Method<? super T, ? super A> method) {
        super(name);
        this.method = method;
    }

    /**
     * {@return the selector of a method with no argument and no result}
     *
     * @param <T> the type of the target
     * @param name the name by which it is equal to others, and is printed
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T> Selector0<T> of(String name, Selector0.Method<T> method) {
        return new Selector0<>(name, requireNonNull(method, "method"));
    }

    /**
     * {@return the selector of a method with no argument and a result}
     *
     * @param <T> the type of the target
     * @param <R> the type of the result
     * @param name the name by which it is equal to others, and is printed
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, R extends @Nullable Object> Selector0.Answering<T, R> of(
            String name, Selector0.Answering.Query<T, R> query) {
        return new Selector0.Answering<>(name, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with an argument and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param name the name by which it is equal to others, and is printed
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object> Selector<T, A> of(String name, Selector.Method<T, A> method) {
        return new Selector<>(name, requireNonNull(method, "method"));
    }

    /**
     * {@return the selector of a method with an argument and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param name the name by which it is equal to others, and is printed
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, R extends @Nullable Object> Selector.Answering<T, A, R> of(
            String name, Selector.Answering.Query<T, A, R> query) {
        return new Selector.Answering<>(name, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with two arguments and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param name the name by which it is equal to others, and is printed
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, B extends @Nullable Object> Selector2<T, A, B> of(
            String name, Selector2.Method<T, A, B> method) {
        return new Selector2<>(name, requireNonNull(method, "method"));
    }

    /**
     * {@return the selector of a method with two arguments and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @param name the name by which it is equal to others, and is printed
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Selector2.Answering<T, A, B, R> of(String name, Selector2.Answering.Query<T, A, B, R> query) {
        return new Selector2.Answering<>(name, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with three arguments and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <C> the type of the third argument
     * @param name the name by which it is equal to others, and is printed
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Selector3<T, A, B, C> of(String name, Selector3.Method<T, A, B, C> method) {
        return new Selector3<>(name, requireNonNull(method, "method"));
    }

    /**
     * {@return the selector of a method with three arguments and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <C> the type of the third argument
     * @param <R> the type of the result
     * @param name the name by which it is equal to others, and is printed
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Selector3.Answering<T, A, B, C, R> of(String name, Selector3.Answering.Query<T, A, B, C, R> query) {
        return new Selector3.Answering<>(name, requireNonNull(query, "query"));
    }

    /**
     * {@return the call of this method of a target, to be performed}
     *
     * @param target the target
     * @param argument the argument, or null if the method takes that
     */
    public Invocation<?> on(T target, A argument) {
        Callable<@Nullable Void> body = () -> {
            method.call(target, argument);
            return null;
        };
        return new Invocation<>(requireNonNull(target, "target"), this, body, argument);
    }

    /**
     * What a selector without a result calls.
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     */
    @FunctionalInterface
    public interface Method<T, A extends @Nullable Object> {
        /**
         * Calls the method.
         *
         * @param target the target
         * @param argument the argument
         * @throws Exception if the method throws it
         */
        void call(T target, A argument) throws Exception;
    }

    /**
     * A selector of a method with an argument and a result. Immutable.
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param <R> the type of the result
     */
    public static final class Answering<T, A extends @Nullable Object, R extends @Nullable Object>
            extends Selector<T, A> {
        private final Query<? super T, ? super A, ? extends R> query;

        Answering(String name, Query<? super T, ? super A, ? extends R> query) {
            super(name, query::call);
            this.query = query;
        }

        @Override
        public Invocation<R> on(T target, A argument) {
            return new Invocation<>(
                    requireNonNull(target, "target"), this, () -> query.call(target, argument), argument);
        }

        /**
         * What a selector with a result calls.
         *
         * @param <T> the type of the target
         * @param <A> the type of the argument
         * @param <R> the type of the result
         */
        @FunctionalInterface
        public interface Query<T, A extends @Nullable Object, R extends @Nullable Object> {
            /**
             * Calls the method.
             *
             * @param target the target
             * @param argument the argument
             * @return the result
             * @throws Exception if the method throws it
             */
            R call(T target, A argument) throws Exception;
        }
    }
}
