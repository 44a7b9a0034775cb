package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Has code run on another thread, by the run loop of that thread: the performs of Cocoa's {@code NSObject}.
 *
 * <pre>{@code
 * Perform.onThread(ui, () -> label.setText("done"));                       // goes on at once
 * String text = Perform.onThreadAndWait(ui, () -> label.getText());        // waits for the result
 * }</pre>
 *
 * <p>A perform runs once, in the first of its modes that the loop runs in; without modes these are the common modes.
 * Performs of one thread run in the order in which it made them. All that are there when a pass begins run in that
 * pass, before its timers; what they perform themselves runs in a later one. A pending perform is a source of the
 * loop: it keeps the loop from finishing, and counts as a handled source. One that is made before the thread runs its
 * loop waits until it does.
 *
 * <p>Actions before a perform happen-before its run, and the run happens-before the return of a call that waits for it.
 * What a perform throws that nobody waits for is told to the exception handler of the loop. Thread-safe.
 */
public final class Perform {
    private static final Set<RunLoopMode> COMMON = Set.of(RunLoopMode.COMMON);

    private Perform() {}

    /**
     * Has a thread run code, in the common modes, and does not wait. On the thread itself it is queued all the same.
     * Answers to {@code performSelector:onThread:withObject:waitUntilDone:NO}.
     *
     * @param thread the thread
     * @param body what to run
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static void onThread(Thread thread, Runnable body) {
        onThread(thread, COMMON, body);
    }

    /**
     * Has a thread run code, in one of these modes, and does not wait.
     *
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     */
    public static void onThread(Thread thread, Collection<RunLoopMode> modes, Runnable body) {
        requireNonNull(body, "body");
        OneShot.queue(RunLoop.of(thread), checked(modes), body, ended -> {});
    }

    /**
     * Has a thread run code, in the common modes, and waits for its result. On the thread itself it runs at once,
     * overtaking what is queued. Answers to {@code performSelector:onThread:withObject:waitUntilDone:YES}.
     *
     * @param <T> the type of the result
     * @param thread the thread
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has run the code
     * @throws IllegalArgumentException if the thread has not been started
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static <T> T onThreadAndWait(Thread thread, Callable<T> body) throws InterruptedException {
        return onThreadAndWait(thread, COMMON, body);
    }

    /**
     * Has a thread run code, in one of these modes, and waits for its result. On the thread itself it runs at once,
     * whatever the mode.
     *
     * @param <T> the type of the result
     * @param thread the thread
     * @param modes those in which it may run
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has run the code
     * @throws IllegalArgumentException if the thread has not been started, or there are no modes
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public static <T> T onThreadAndWait(Thread thread, Collection<RunLoopMode> modes, Callable<T> body)
            throws InterruptedException {
        requireNonNull(body, "body");
        var call = new WaitedCall<>(body);
        RunLoop loop = RunLoop.of(thread);
        Set<RunLoopMode> inModes = checked(modes);
        if (loop.isCurrent()) {
            call.run();
        } else {
            OneShot.queue(loop, inModes, call, call::fail);
        }
        return resultOf(call);
    }

    private static <T> T resultOf(WaitedCall<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new CompletionException(e.getCause());
            }
        } catch (InterruptedException e) {
            call.cancel(false);
            throw e;
        }
    }

    /**
     * {@link #onThread(Thread, Runnable)} for the {@linkplain RunLoop#main() main thread}.
     *
     * @param body what to run
     */
    public static void onMainThread(Runnable body) {
        onThread(RunLoop.main().thread(), body);
    }

    /**
     * {@link #onThreadAndWait(Thread, Callable)} for the {@linkplain RunLoop#main() main thread}.
     *
     * @param <T> the type of the result
     * @param body what to run
     * @return what the code answers
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public static <T> T onMainThreadAndWait(Callable<T> body) throws InterruptedException {
        return onThreadAndWait(RunLoop.main().thread(), body);
    }

    /**
     * {@return a thread as an {@link Executor}: {@code execute} is {@link #onThread(Thread, Collection, Runnable)}}
     *
     * <p>It holds nothing in the loop while nothing is pending. For a steady stream of tasks
     * {@link dev.runloop.executors.RunLoopExecutors#on} is faster, and can be shut down.
     *
     * @param thread the thread
     * @param modes those in which its tasks run; the common modes if none is given
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static Executor executor(Thread thread, RunLoopMode... modes) {
        List<RunLoopMode> given = Arrays.asList(requireNonNull(modes, "modes"));
        Set<RunLoopMode> inModes = given.isEmpty() ? COMMON : checked(given);
        RunLoop loop = RunLoop.of(thread);
        return body -> OneShot.queue(loop, inModes, requireNonNull(body, "command"), ended -> {});
    }

    private static Set<RunLoopMode> checked(Collection<RunLoopMode> modes) {
        if (requireNonNull(modes, "modes").isEmpty()) {
            throw new IllegalArgumentException("modes is empty: the perform would never run");
        }
        Set<RunLoopMode> checked = new HashSet<>();
        modes.forEach(mode -> checked.add(requireNonNull(mode, "mode")));
        return checked;
    }
}
