package dev.runloop.perform;

import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method on a target, with its arguments, as an object: made by a {@linkplain Selector selector}, and passed to
 * {@link Perform}. It can be called any number of times.
 *
 * <p>Two invocations are equal if they have the very same target and equal selectors and arguments; this is how a request to
 * cancel is found. Holds its target and arguments. As thread-safe as these are. Corresponds to {@code NSInvocation}.
 *
 * @param <R> the type of the result
 */
public final class Invocation<R extends @Nullable Object> implements Callable<R> {
    private final Object target;
    private final AbstractSelector selector;
    private final Callable<R> body;
    private final @Nullable Object[] arguments;

    Invocation(Object target, AbstractSelector selector, Callable<R> body, @Nullable Object... arguments) {
        this.target = target;
        this.selector = selector;
        this.body = body;
        this.arguments = arguments;
    }

    /** {@return the object whose method is called} */
    public Object target() {
        return target;
    }

    /** Calls the method, on this thread, now. */
    @Override
    public R call() throws Exception {
        return body.call();
    }

    /**
     * {@return whether the other object is an invocation with the very same target, an equal selector and equal arguments}
     *
     * @param other any object
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Invocation<?> that
                        && target == that.target
                        && selector.equals(that.selector)
                        && Arrays.equals(arguments, that.arguments));
    }

    @Override
    public int hashCode() {
        return (31 * System.identityHashCode(target) + selector.hashCode()) * 31 + Arrays.hashCode(arguments);
    }

    /** {@return the selector, the class of the target, and the arguments} */
    @Override
    public String toString() {
        String type = target.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(target));
        String list = Arrays.toString(arguments);
        return type + "." + selector + "(" + list.substring(1, list.length() - 1) + ")";
    }
}
