package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Has code run on another thread, by the run loop of that thread, or later on this one: the performs of Cocoa's
 * {@code NSObject}. The code is a lambda, or an {@link Invocation} that a {@link Selector} has made.
 *
 * <pre>{@code
 * Perform.onThread(ui, () -> label.setText("done"));                       // goes on at once
 * String text = Perform.onThreadAndWait(ui, () -> label.getText());        // waits for the result
 * Perform.afterDelay(Duration.ofMillis(300), SEARCH.on(this, text));       // here, later
 * Perform.cancelPreviousPerformRequests(this, SEARCH, text);               // or not at all
 * }</pre>
 *
 * <p><b>When.</b> A perform runs once, in the first of its modes that the loop runs in; without modes these are the
 * common modes. Performs of one thread run in the order in which it made them. All that are there when a pass begins
 * run in that pass, before its timers; what they perform themselves runs in a later one. A pending perform is a source
 * of the loop: it keeps the loop from finishing, and counts as a handled source. One that is made before the thread
 * runs its loop waits until it does.
 *
 * <p><b>Waiting.</b> A wait ends with the result, with what the code has thrown, or with the end of the thread. If it
 * could never end, because the other thread waits for this one, it is a {@link DeadlockException}. {@link #on} gives
 * waits with a limit, and waits in which the own loop serves a mode.
 *
 * <p><b>Exceptions</b> of a perform that nobody waits for, and from whose future nothing follows yet, are told to the
 * exception handler of the loop, which goes on. They are in the future of the request besides.
 *
 * <p>Each request can be {@linkplain PerformRequest#cancel() cancelled}. Actions before a perform happen-before its
 * run, and the run happens-before the return of a call that waits for it. What is to be performed is held until it has
 * been performed or cancelled, and released then. Thread-safe.
 */
@SuppressWarnings("overloads") // Runnable and Callable, as in ExecutorService.submit
public final class Perform {
    private Perform() {}

    /**
     * {@return a thread to perform on, in the common modes} For other modes, an order, waits with a limit, and waits
     * that serve a mode.
     *
     * @param thread the thread
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static Performer on(Thread thread) {
        return new Performer(thread);
    }

    /**
     * {@return the {@linkplain RunLoop#main() main thread} to perform on, in the common modes}
     *
     * @throws IllegalStateException if there is no main thread any more
     */
    public static Performer onMain() {
        return on(RunLoop.main().thread());
    }

    // ---- on a thread, without waiting ----

    /**
     * Has a thread run code, in the common modes, and does not wait. On the thread itself it is queued all the same.
     * Corresponds to {@code performSelector:onThread:withObject:waitUntilDone:NO}.
     *
     * @param thread the thread
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static PerformRequest<?> onThread(Thread thread, Runnable body) {
        return on(thread).submit(body);
    }

    /**
     * {@link #onThread(Thread, Runnable)} for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static <R extends @Nullable Object> PerformRequest<R> onThread(Thread thread, Callable<R> body) {
        return on(thread).submit(body);
    }

    /**
     * Has a thread run code, in one of these modes, and does not wait. Corresponds to
     * {@code performSelector:onThread:withObject:waitUntilDone:NO modes:}.
     *
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     */
    public static PerformRequest<?> onThread(Thread thread, Collection<RunLoopMode> modes, Runnable body) {
        return on(thread).in(Modes.checked(modes)).submit(body);
    }

    /**
     * {@link #onThread(Thread, Collection, Runnable)} for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     */
    public static <R extends @Nullable Object> PerformRequest<R> onThread(
            Thread thread, Collection<RunLoopMode> modes, Callable<R> body) {
        return on(thread).in(Modes.checked(modes)).submit(body);
    }

    /**
     * {@link #onThread(Thread, Runnable)} for the {@linkplain RunLoop#main() main thread}. Corresponds to
     * {@code performSelectorOnMainThread:withObject:waitUntilDone:NO}.
     *
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws IllegalStateException if there is no main thread any more
     */
    public static PerformRequest<?> onMainThread(Runnable body) {
        requireNonNull(body, "body");
        return onMain().submit(body);
    }

    /**
     * {@link #onThread(Thread, Callable)} for the {@linkplain RunLoop#main() main thread}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws IllegalStateException if there is no main thread any more
     */
    public static <R extends @Nullable Object> PerformRequest<R> onMainThread(Callable<R> body) {
        requireNonNull(body, "body");
        return onMain().submit(body);
    }

    // ---- on a thread, and wait ----

    /**
     * Has a thread run code, in the common modes, and waits until it has; see
     * {@link #onThreadAndWait(Thread, Callable)}.
     *
     * @param thread the thread
     * @param body what to run
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws IllegalArgumentException if the thread has not been started
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static void onThreadAndWait(Thread thread, Runnable body) throws InterruptedException {
        on(thread).submitAndWait(body);
    }

    /**
     * Has a thread run code, in the common modes, and waits for its result. On the thread itself it runs at once,
     * overtaking what is queued. Corresponds to {@code performSelector:onThread:withObject:waitUntilDone:YES}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws IllegalArgumentException if the thread has not been started
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static <R extends @Nullable Object> R onThreadAndWait(Thread thread, Callable<R> body)
            throws InterruptedException {
        return on(thread).submitAndWait(body);
    }

    /**
     * Has a thread run code, in one of these modes, and waits until it has; see
     * {@link #onThreadAndWait(Thread, Collection, Callable)}.
     *
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static void onThreadAndWait(Thread thread, Collection<RunLoopMode> modes, Runnable body)
            throws InterruptedException {
        on(thread).in(Modes.checked(modes)).submitAndWait(body);
    }

    /**
     * Has a thread run code, in one of these modes, and waits for its result. On the thread itself it runs at once,
     * whatever the mode.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static <R extends @Nullable Object> R onThreadAndWait(
            Thread thread, Collection<RunLoopMode> modes, Callable<R> body) throws InterruptedException {
        return on(thread).in(Modes.checked(modes)).submitAndWait(body);
    }

    /**
     * {@link #onThreadAndWait(Thread, Runnable)} for the {@linkplain RunLoop#main() main thread}.
     *
     * @param body what to run
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public static void onMainThreadAndWait(Runnable body) throws InterruptedException {
        requireNonNull(body, "body");
        onMain().submitAndWait(body);
    }

    /**
     * {@link #onThreadAndWait(Thread, Callable)} for the {@linkplain RunLoop#main() main thread}. Corresponds to
     * {@code performSelectorOnMainThread:withObject:waitUntilDone:YES}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return what the code answers
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public static <R extends @Nullable Object> R onMainThreadAndWait(Callable<R> body) throws InterruptedException {
        requireNonNull(body, "body");
        return onMain().submitAndWait(body);
    }

    // ---- in the background ----

    /**
     * Has a virtual thread of its own run code. What it throws is told to the uncaught exception handler of that
     * thread, unless somebody waits for it. Corresponds to {@code performSelectorInBackground:withObject:}.
     *
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     */
    public static PerformRequest<?> inBackground(Runnable body) {
        return inBackground(Calls.of(body));
    }

    /**
     * {@link #inBackground(Runnable)} for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     */
    public static <R extends @Nullable Object> PerformRequest<R> inBackground(Callable<R> body) {
        var request = new BackgroundRequest<R>(requireNonNull(body, "body"));
        request.start();
        return request;
    }

    // ---- later, on this thread ----

    /**
     * Runs code on this thread after a delay, in the default mode of its loop; never within this call. Those of equal
     * dates run in the order in which they were asked for, overdue ones by their dates. Corresponds to
     * {@code performSelector:withObject:afterDelay:}.
     *
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param body what to run, also the target by which the request can be cancelled
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(Duration delay, Runnable body) {
        return later(requireNonNull(body, "body"), delay, Modes.DEFAULT, Calls.of(body));
    }

    /**
     * {@link #afterDelay(Duration, Runnable)} for code with a result; the target of an {@link Invocation} is its own.
     *
     * @param <R> the type of the result
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static <R extends @Nullable Object> PerformRequest<R> afterDelay(Duration delay, Callable<R> body) {
        return later(targetOf(body), delay, Modes.DEFAULT, body);
    }

    /**
     * Runs code on this thread after a delay, once, in the first of these modes that its loop runs in then. Corresponds to
     * {@code performSelector:withObject:afterDelay:inModes:}.
     *
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param modes those in which it may run
     * @param body what to run, also the target by which the request can be cancelled
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     * @throws IllegalArgumentException if there are no modes
     */
    public static PerformRequest<?> afterDelay(Duration delay, Collection<RunLoopMode> modes, Runnable body) {
        return later(requireNonNull(body, "body"), delay, Modes.checked(modes), Calls.of(body));
    }

    /**
     * {@link #afterDelay(Duration, Collection, Runnable)} for code with a result; the target of an {@link Invocation}
     * is its own.
     *
     * @param <R> the type of the result
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param modes those in which it may run
     * @param body what to run; unless it is an {@link Invocation} also the target by which the request can be cancelled
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     * @throws IllegalArgumentException if there are no modes
     */
    public static <R extends @Nullable Object> PerformRequest<R> afterDelay(
            Duration delay, Collection<RunLoopMode> modes, Callable<R> body) {
        return later(targetOf(body), delay, Modes.checked(modes), body);
    }

    private static Object targetOf(Callable<?> body) {
        return requireNonNull(body, "body") instanceof Invocation<?> invocation ? invocation.target() : body;
    }

    private static <R extends @Nullable Object> PerformRequest<R> later(
            Object target, Duration delay, Set<RunLoopMode> modes, Callable<R> call) {
        return DelayedPerforms.schedule(target, requireNonNull(delay, "delay"), modes, call);
    }

    /**
     * Runs code on this thread after a delay, in the default mode, on behalf of a target.
     *
     * @param target what {@link #cancelPreviousPerformRequests(Object)} finds the request by
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(Object target, Duration delay, Runnable body) {
        return later(requireNonNull(target, "target"), delay, Modes.DEFAULT, Calls.of(body));
    }

    /**
     * Runs code on this thread after a delay, in these modes, on behalf of a target.
     *
     * @param target what {@link #cancelPreviousPerformRequests(Object)} finds the request by
     * @param delay how long from now at the earliest, by the clock of the loop; zero or less means now
     * @param modes those in which it may run
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     * @throws IllegalArgumentException if there are no modes
     */
    public static PerformRequest<?> afterDelay(
            Object target, Duration delay, Collection<RunLoopMode> modes, Runnable body) {
        return later(requireNonNull(target, "target"), delay, Modes.checked(modes), Calls.of(body));
    }

    /**
     * Cancels all that this thread has asked for with a delay for a target, by selectors and by lambdas, in all modes.
     * One that is running goes on. Other kinds of performs are not touched, nor are those of other loops. The cost is
     * that of the requests that are cancelled, however many others are pending. Corresponds to
     * {@code cancelPreviousPerformRequestsWithTarget:}.
     *
     * @param target the target, compared by identity
     */
    public static void cancelPreviousPerformRequests(Object target) {
        DelayedPerforms.cancel(requireNonNull(target, "target"));
    }

    /**
     * Cancels all that this thread has asked for with a delay for a target, a selector and an argument, in all modes;
     * see {@link #cancelPreviousPerformRequests(Object)}. Corresponds to
     * {@code cancelPreviousPerformRequestsWithTarget:selector:object:}.
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param target the target, compared by identity
     * @param selector the selector, compared by its name
     * @param argument the argument, compared by {@code equals}; null is equal to null alone. As for the key of a map,
     *     what it is equal to must not change while the request is pending
     */
    public static <T, A extends @Nullable Object> void cancelPreviousPerformRequests(
            T target, Selector<? super T, ? super A, ?> selector, A argument) {
        requireNonNull(selector, "selector");
        cancelPreviousPerformRequests(selector.on(requireNonNull(target, "target"), argument));
    }

    /**
     * {@link #cancelPreviousPerformRequests(Object, Selector, Object)} for a selector without argument.
     *
     * @param <T> the type of the target
     * @param target the target, compared by identity
     * @param selector the selector, compared by its name
     */
    public static <T> void cancelPreviousPerformRequests(T target, Selector0<? super T, ?> selector) {
        requireNonNull(selector, "selector");
        cancelPreviousPerformRequests(selector.on(requireNonNull(target, "target")));
    }

    /**
     * {@link #cancelPreviousPerformRequests(Object, Selector, Object)} for an invocation with any number of arguments.
     * Those that would call the same are cancelled, also if they were asked for by other objects.
     *
     * @param invocation what is not to be called
     */
    public static void cancelPreviousPerformRequests(Invocation<?> invocation) {
        DelayedPerforms.cancel(requireNonNull(invocation, "invocation"));
    }

    // ---- as standard types ----

    /**
     * {@return a thread as an {@link Executor}: {@code execute} is {@link #onThread(Thread, Collection, Runnable)}}
     *
     * <p>It holds nothing in the loop while nothing is pending. For a steady stream of tasks
     * {@link #scheduledExecutor} is faster, and can be shut down.
     *
     * @param thread the thread
     * @param modes those in which its tasks run; the common modes if none is given
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static Executor executor(Thread thread, RunLoopMode... modes) {
        Performer performer = on(thread);
        return requireNonNull(modes, "modes").length == 0 ? performer : performer.in(Modes.checked(List.of(modes)));
    }

    /**
     * {@return a thread as a {@link ScheduledExecutorService}: tasks run on it at once or after a
     * delay, and are cancelled by their futures} It is one of {@link RunLoopExecutors#on}; the same thread and modes give
     * the same one, until it is shut down. To have one of your own, make it there.
     *
     * <p>Until it is shut down it has a source in the loop, so the loop does not finish for want of anything to do.
     * Shutting it down leaves the loop and the thread as they were. When the thread ends, tasks that have not run are
     * cancelled. Its tasks are not performs: {@link #cancelPreviousPerformRequests(Object)} does not find them.
     *
     * @param thread the thread
     * @param modes those in which its tasks run; the common modes if none is given
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static ScheduledExecutorService scheduledExecutor(Thread thread, RunLoopMode... modes) {
        RunLoop loop = RunLoop.of(requireNonNull(thread, "thread"));
        return ThreadExecutors.of(
                loop, requireNonNull(modes, "modes").length == 0 ? Modes.COMMON : Modes.checked(List.of(modes)));
    }
}
