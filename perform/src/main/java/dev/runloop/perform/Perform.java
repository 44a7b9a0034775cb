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
 * Runs code on another thread, by way of that thread's run loop, or later on this one: the {@code performSelector…} methods of
 * Cocoa's {@code NSObject}. The code is a lambda, or an {@link Invocation} made by a {@link Selector}.
 *
 * <pre>{@code
 * Perform.onThread(ui, () -> label.setText("done"));                       // returns at once
 * String text = Perform.onThreadAndWait(ui, () -> label.getText());        // waits for the result
 * Perform.afterDelay(Duration.ofMillis(300), SEARCH.on(this, text));       // here, later
 * Perform.cancelPreviousPerformRequests(this, SEARCH, text);               // or not at all
 * }</pre>
 *
 * <p><b>When code runs.</b> A perform runs once, in the first of its modes that the loop runs in; if no modes are given,
 * these are the common modes. Performs that one thread submits to another run in the order in which it submitted them. All
 * performs that are pending when a pass begins run in that pass, before its timers; any they submit themselves run in a later
 * pass. A pending perform is a source of the loop: it keeps the loop from finishing, and counts as a handled source. A perform
 * submitted before the thread runs its loop waits until it does.
 *
 * <p><b>Waiting.</b> A wait ends with the result, with what the code throws, or when the thread ends. A wait that could never
 * end, because the other thread is waiting for this one, fails with a {@link DeadlockException}. For waits with a limit, and
 * for waits during which this thread's loop serves a mode, see {@link #on}.
 *
 * <p><b>Exceptions.</b> What a perform throws is in the future of its request. If no thread waits for the perform and nothing
 * depends on its future yet, the exception handler of the loop gets it too; the loop carries on. Calls that name a thread
 * throw a {@link RunLoopEndedException} if it has ended, and an {@link IllegalArgumentException} if it has not been started;
 * calls with modes throw an {@code IllegalArgumentException} if there are none.
 *
 * <p>Each request can be {@linkplain PerformRequest#cancel() cancelled}. Its code and arguments are released once it has run
 * or is cancelled. Actions before a perform is submitted happen-before its run, and the run happens-before the return of a
 * call that waits for it. Thread-safe.
 */
@SuppressWarnings("overloads") // Runnable and Callable, as in ExecutorService.submit
public final class Perform {
    private Perform() {}

    /**
     * {@return a {@code Performer} for a thread, in the common modes} It offers other modes, an order, waits with a limit, and
     * waits that serve a mode.
     *
     * @param thread the thread
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static Performer on(Thread thread) {
        return new Performer(thread);
    }

    /**
     * {@return a {@code Performer} for the {@linkplain RunLoop#main() main thread}, in the common modes}
     *
     * @throws IllegalStateException if there is no main thread any more
     */
    public static Performer onMain() {
        return on(RunLoop.main().thread());
    }

    // ---- on a thread, without waiting ----

    /**
     * Runs code on a thread, in the common modes, without waiting for it. On the calling thread itself the code is queued too.
     * Corresponds to {@code performSelector:onThread:withObject:waitUntilDone:NO}.
     *
     * @param thread the thread
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     */
    public static PerformRequest<?> onThread(Thread thread, Runnable body) {
        return on(thread).perform(body);
    }

    /**
     * As {@link #onThread(Thread, Runnable)}, for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param body what to run
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     */
    public static <R extends @Nullable Object> PerformRequest<R> onThread(Thread thread, Callable<R> body) {
        return on(thread).perform(body);
    }

    /**
     * As {@link #onThread(Thread, Runnable)}, in the given modes. Corresponds to
     * {@code performSelector:onThread:withObject:waitUntilDone:NO modes:}.
     *
     * @param thread the thread
     * @param modes the modes in which the code may run
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     */
    public static PerformRequest<?> onThread(Thread thread, Collection<RunLoopMode> modes, Runnable body) {
        return on(thread).in(Modes.checked(modes)).perform(body);
    }

    /**
     * As {@link #onThread(Thread, Collection, Runnable)}, for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param modes the modes in which the code may run
     * @param body what to run
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     */
    public static <R extends @Nullable Object> PerformRequest<R> onThread(
            Thread thread, Collection<RunLoopMode> modes, Callable<R> body) {
        return on(thread).in(Modes.checked(modes)).perform(body);
    }

    /**
     * As {@link #onThread(Thread, Runnable)}, for the {@linkplain RunLoop#main() main thread}. Corresponds to
     * {@code performSelectorOnMainThread:withObject:waitUntilDone:NO}.
     *
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     * @throws IllegalStateException if there is no main thread any more
     */
    public static PerformRequest<?> onMainThread(Runnable body) {
        requireNonNull(body, "body");
        return onMain().perform(body);
    }

    /**
     * As {@link #onThread(Thread, Callable)}, for the {@linkplain RunLoop#main() main thread}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     * @throws IllegalStateException if there is no main thread any more
     */
    public static <R extends @Nullable Object> PerformRequest<R> onMainThread(Callable<R> body) {
        requireNonNull(body, "body");
        return onMain().perform(body);
    }

    // ---- on a thread, and wait ----

    /**
     * As {@link #onThreadAndWait(Thread, Callable)}, for code without a result.
     *
     * @param thread the thread
     * @param body what to run
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static void onThreadAndWait(Thread thread, Runnable body) throws InterruptedException {
        on(thread).performAndWait(body);
    }

    /**
     * Runs code on a thread, in the common modes, and waits for its result. On the calling thread itself the code runs at
     * once, ahead of anything queued. Corresponds to {@code performSelector:onThread:withObject:waitUntilDone:YES}.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param body what to run
     * @return what the code returns
     * @throws RunLoopEndedException if the thread has ended, or ends before the code has begun
     * @throws DeadlockException if the wait would never end
     * @throws CompletionException if the code throws a checked exception; unchecked exceptions and errors are thrown as they are
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static <R extends @Nullable Object> R onThreadAndWait(Thread thread, Callable<R> body)
            throws InterruptedException {
        return on(thread).performAndWait(body);
    }

    /**
     * As {@link #onThreadAndWait(Thread, Collection, Callable)}, for code without a result.
     *
     * @param thread the thread
     * @param modes the modes in which the code may run
     * @param body what to run
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static void onThreadAndWait(Thread thread, Collection<RunLoopMode> modes, Runnable body)
            throws InterruptedException {
        on(thread).in(Modes.checked(modes)).performAndWait(body);
    }

    /**
     * As {@link #onThreadAndWait(Thread, Callable)}, in the given modes. On the calling thread itself the code runs at once,
     * whatever the mode.
     *
     * @param <R> the type of the result
     * @param thread the thread
     * @param modes the modes in which the code may run
     * @param body what to run
     * @return what the code returns
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static <R extends @Nullable Object> R onThreadAndWait(
            Thread thread, Collection<RunLoopMode> modes, Callable<R> body) throws InterruptedException {
        return on(thread).in(Modes.checked(modes)).performAndWait(body);
    }

    /**
     * As {@link #onThreadAndWait(Thread, Runnable)}, for the {@linkplain RunLoop#main() main thread}.
     *
     * @param body what to run
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static void onMainThreadAndWait(Runnable body) throws InterruptedException {
        requireNonNull(body, "body");
        onMain().performAndWait(body);
    }

    /**
     * As {@link #onThreadAndWait(Thread, Callable)}, for the {@linkplain RunLoop#main() main thread}. Corresponds to
     * {@code performSelectorOnMainThread:withObject:waitUntilDone:YES}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return what the code returns
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public static <R extends @Nullable Object> R onMainThreadAndWait(Callable<R> body) throws InterruptedException {
        requireNonNull(body, "body");
        return onMain().performAndWait(body);
    }

    // ---- in the background ----

    /**
     * Runs code on a new virtual thread. What it throws goes to the uncaught exception handler of that thread, unless another
     * thread waits for it. Corresponds to {@code performSelectorInBackground:withObject:}.
     *
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     */
    public static PerformRequest<?> inBackground(Runnable body) {
        return inBackground(Calls.of(body));
    }

    /**
     * As {@link #inBackground(Runnable)}, for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     */
    public static <R extends @Nullable Object> PerformRequest<R> inBackground(Callable<R> body) {
        var request = new BackgroundRequest<R>(requireNonNull(body, "body"));
        request.start();
        return request;
    }

    // ---- later, on this thread ----

    /**
     * Runs code on this thread after a delay, in the default mode of its loop; never within this call. Requests with equal
     * dates run in the order in which they were made, overdue ones by their dates. Corresponds to
     * {@code performSelector:withObject:afterDelay:}.
     *
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param body what to run, and the target by which the request can be cancelled
     * @return the request, which can be cancelled; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(Duration delay, Runnable body) {
        return later(requireNonNull(body, "body"), delay, Modes.DEFAULT, Calls.of(body));
    }

    /**
     * As {@link #afterDelay(Duration, Runnable)}, for code with a result. The target of an {@link Invocation} is its own.
     *
     * @param <R> the type of the result
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param body what to run; unless it is an {@link Invocation}, also the target by which the request can be cancelled
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static <R extends @Nullable Object> PerformRequest<R> afterDelay(Duration delay, Callable<R> body) {
        return later(targetOf(body), delay, Modes.DEFAULT, body);
    }

    /**
     * As {@link #afterDelay(Duration, Runnable)}, in the first of the given modes that the loop runs in then. Corresponds to
     * {@code performSelector:withObject:afterDelay:inModes:}.
     *
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param modes the modes in which the code may run
     * @param body what to run, and the target by which the request can be cancelled
     * @return the request, which can be cancelled; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(Duration delay, Collection<RunLoopMode> modes, Runnable body) {
        return later(requireNonNull(body, "body"), delay, Modes.checked(modes), Calls.of(body));
    }

    /**
     * As {@link #afterDelay(Duration, Collection, Runnable)}, for code with a result.
     *
     * @param <R> the type of the result
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param modes the modes in which the code may run
     * @param body what to run; unless it is an {@link Invocation}, also the target by which the request can be cancelled
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static <R extends @Nullable Object> PerformRequest<R> afterDelay(
            Duration delay, Collection<RunLoopMode> modes, Callable<R> body) {
        return later(targetOf(body), delay, Modes.checked(modes), body);
    }

    /**
     * As {@link #afterDelay(Duration, Runnable)}, with another object as the target.
     *
     * @param target the object by which {@link #cancelPreviousPerformRequests(Object)} finds the request
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(Object target, Duration delay, Runnable body) {
        return later(requireNonNull(target, "target"), delay, Modes.DEFAULT, Calls.of(body));
    }

    /**
     * As {@link #afterDelay(Object, Duration, Runnable)}, in the given modes.
     *
     * @param target the object by which {@link #cancelPreviousPerformRequests(Object)} finds the request
     * @param delay the minimum delay, by the clock of the loop; zero or less means as soon as possible
     * @param modes the modes in which the code may run
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     * @throws RunLoopEndedException if the loop of this thread has ended
     */
    public static PerformRequest<?> afterDelay(
            Object target, Duration delay, Collection<RunLoopMode> modes, Runnable body) {
        return later(requireNonNull(target, "target"), delay, Modes.checked(modes), Calls.of(body));
    }

    private static Object targetOf(Callable<?> body) {
        return requireNonNull(body, "body") instanceof Invocation<?> invocation ? invocation.target() : body;
    }

    private static <R extends @Nullable Object> PerformRequest<R> later(
            Object target, Duration delay, Set<RunLoopMode> modes, Callable<R> call) {
        return DelayedPerforms.schedule(target, requireNonNull(delay, "delay"), modes, call);
    }

    /**
     * Cancels all delayed requests that this thread has made for a target, with selectors or lambdas, in all modes. One that
     * is running carries on. Other kinds of performs are not affected, nor are those of other loops. The cost depends only on
     * the number of requests cancelled. Corresponds to {@code cancelPreviousPerformRequestsWithTarget:}.
     *
     * @param target the target, compared by identity
     */
    public static void cancelPreviousPerformRequests(Object target) {
        DelayedPerforms.cancel(requireNonNull(target, "target"));
    }

    /**
     * Cancels all delayed requests that this thread has made for a target, a selector and an argument, in all modes; see
     * {@link #cancelPreviousPerformRequests(Object)}. Corresponds to
     * {@code cancelPreviousPerformRequestsWithTarget:selector:object:}.
     *
     * @param <T> the type of the target
     * @param <A> the type of the argument
     * @param target the target, compared by identity
     * @param selector the selector, compared by name
     * @param argument the argument, compared by {@code equals}; null equals only null. Like the key of a map, an argument must
     *     not change in a way that affects {@code equals} while the request is pending
     */
    public static <T, A extends @Nullable Object> void cancelPreviousPerformRequests(
            T target, Selector<? super T, ? super A, ?> selector, A argument) {
        requireNonNull(selector, "selector");
        cancelPreviousPerformRequests(selector.on(requireNonNull(target, "target"), argument));
    }

    /**
     * As {@link #cancelPreviousPerformRequests(Object, Selector, Object)}, for a selector without an argument.
     *
     * @param <T> the type of the target
     * @param target the target, compared by identity
     * @param selector the selector, compared by name
     */
    public static <T> void cancelPreviousPerformRequests(T target, Selector0<? super T, ?> selector) {
        requireNonNull(selector, "selector");
        cancelPreviousPerformRequests(selector.on(requireNonNull(target, "target")));
    }

    /**
     * As {@link #cancelPreviousPerformRequests(Object, Selector, Object)}, for an invocation with any number of arguments.
     * Cancels requests with an equal invocation, no matter which object made them.
     *
     * @param invocation the call that is to be cancelled
     */
    public static void cancelPreviousPerformRequests(Invocation<?> invocation) {
        DelayedPerforms.cancel(requireNonNull(invocation, "invocation"));
    }

    // ---- as standard types ----

    /**
     * {@return a thread as an {@link Executor}, whose {@code execute} is {@link #onThread(Thread, Collection, Runnable)}}
     *
     * <p>It adds nothing to the loop while nothing is pending. For a steady stream of tasks {@link #scheduledExecutor} is
     * faster, and it can be shut down.
     *
     * @param thread the thread
     * @param modes the modes in which its tasks run; the common modes if none is given
     */
    public static Executor executor(Thread thread, RunLoopMode... modes) {
        Performer performer = on(thread);
        return requireNonNull(modes, "modes").length == 0 ? performer : performer.in(Modes.checked(List.of(modes)));
    }

    /**
     * {@return a thread as a {@link ScheduledExecutorService}, which runs tasks at once or after a delay} It is an executor of
     * {@link RunLoopExecutors#on}. The same thread and modes give the same one until it is shut down; to have one of your own,
     * create it there.
     *
     * <p>Until it is shut down it has a source in the loop, so the loop does not finish for lack of work. Shutting it down does
     * not affect the loop or the thread. When the thread ends, tasks that have not run are cancelled. Its tasks are not
     * performs: {@link #cancelPreviousPerformRequests(Object)} does not find them.
     *
     * @param thread the thread
     * @param modes the modes in which its tasks run; the common modes if none is given
     */
    public static ScheduledExecutorService scheduledExecutor(Thread thread, RunLoopMode... modes) {
        RunLoop loop = RunLoop.of(requireNonNull(thread, "thread"));
        return ThreadExecutors.of(
                loop, requireNonNull(modes, "modes").length == 0 ? Modes.COMMON : Modes.checked(List.of(modes)));
    }
}
