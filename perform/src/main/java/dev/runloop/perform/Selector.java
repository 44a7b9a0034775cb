package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A named method, declared as a constant: what to perform, apart from the target and the arguments. This one takes one
 * argument, as the selectors that Cocoa performs do; {@link Selector0}, {@link Selector2} and {@link Selector3} take none,
 * two and three. The last type parameter is the type of the result, {@link Void} for a method without one.
 *
 * <pre>{@code
 * static final Selector<Document, String, Void> APPEND = Selector.of("append", Document::append);
 * static final Selector0<Document, String> TITLE = Selector.of("title", Document::title);
 *
 * Perform.onThread(editor, APPEND.on(document, "more"));
 * String title = Perform.onThreadAndWait(editor, TITLE.on(document));
 * Perform.afterDelay(Duration.ofSeconds(1), APPEND.on(document, "later"));
 * Perform.cancelPreviousPerformRequests(document, APPEND, "later");
 * }</pre>
 *
 * <p>The method reference decides which factory method is meant. For an overloaded method write a lambda with explicit
 * parameter types instead: {@code (StringBuilder text, String more) -> text.append(more)}.
 *
 * <p>Selectors are equal if they have the same name and the same number of arguments, and both or neither have a result. So
 * two classes may each declare a constant for the same method, and one can cancel what the other has requested. Immutable.
 * Corresponds to {@code SEL}.
 *
 * @param <T> the type of the target
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@SuppressWarnings("overloads") // a method reference tells them apart
public final class Selector<T, A extends @Nullable Object, R extends @Nullable Object> extends AbstractSelector {
    private final Query<? super T, ? super A, ? extends R> query;

    Selector(String name, boolean hasResult, Query<? super T, ? super A, ? extends R> query) {
        super(name, hasResult);
        this.query = query;
    }

    /**
     * {@return the selector of a method with no argument and no result}
     *
     * @param <T> the type of the target
     * @param name the name, which makes it equal to others and is what it prints
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("NullAway") // the result is always null
    public static <T> Selector0<T, @Nullable Void> of(String name, Selector0.Method<T> method) {
        requireNonNull(method, "method");
        return new Selector0<>(name, false, target -> {
            method.call(target);
            return null;
        });
    }

    /**
     * {@return the selector of a method with no argument and a result}
     *
     * @param <T> the type of the target
     * @param <R> the type of the result
     * @param name the name, which makes it equal to others and is what it prints
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, R extends @Nullable Object> Selector0<T, R> of(String name, Selector0.Query<T, R> query) {
        return new Selector0<>(name, true, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with an argument and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param name the name, which makes it equal to others and is what it prints
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("NullAway") // the result is always null
    public static <T, A extends @Nullable Object> Selector<T, A, @Nullable Void> of(
            String name, Selector.Method<T, A> method) {
        requireNonNull(method, "method");
        return new Selector<>(name, false, (target, argument) -> {
            method.call(target, argument);
            return null;
        });
    }

    /**
     * {@return the selector of a method with an argument and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param name the name, which makes it equal to others and is what it prints
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, R extends @Nullable Object> Selector<T, A, R> of(
            String name, Selector.Query<T, A, R> query) {
        return new Selector<>(name, true, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with two arguments and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param name the name, which makes it equal to others and is what it prints
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("NullAway") // the result is always null
    public static <T, A extends @Nullable Object, B extends @Nullable Object> Selector2<T, A, B, @Nullable Void> of(
            String name, Selector2.Method<T, A, B> method) {
        requireNonNull(method, "method");
        return new Selector2<>(name, false, (target, first, second) -> {
            method.call(target, first, second);
            return null;
        });
    }

    /**
     * {@return the selector of a method with two arguments and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @param name the name, which makes it equal to others and is what it prints
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Selector2<T, A, B, R> of(String name, Selector2.Query<T, A, B, R> query) {
        return new Selector2<>(name, true, requireNonNull(query, "query"));
    }

    /**
     * {@return the selector of a method with three arguments and no result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <C> the type of the third argument
     * @param name the name, which makes it equal to others and is what it prints
     * @param method what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("NullAway") // the result is always null
    public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Selector3<T, A, B, C, @Nullable Void> of(String name, Selector3.Method<T, A, B, C> method) {
        requireNonNull(method, "method");
        return new Selector3<>(name, false, (target, first, second, third) -> {
            method.call(target, first, second, third);
            return null;
        });
    }

    /**
     * {@return the selector of a method with three arguments and a result}
     *
     * @param <T> the type of the target
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <C> the type of the third argument
     * @param <R> the type of the result
     * @param name the name, which makes it equal to others and is what it prints
     * @param query what it calls
     * @throws IllegalArgumentException if the name is blank
     */
    public static <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Selector3<T, A, B, C, R> of(String name, Selector3.Query<T, A, B, C, R> query) {
        return new Selector3<>(name, true, requireNonNull(query, "query"));
    }

    /**
     * {@return the call of this method of a target, ready to be performed}
     *
     * @param target the target
     * @param argument the argument, or null if the method takes that
     */
    public Invocation<R> on(T target, A argument) {
        return new Invocation<>(requireNonNull(target, "target"), this, () -> query.call(target, argument), argument);
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
