package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.Deadlines;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A thread to perform on, with modes and an order: see {@link Perform#on}. The shorter methods of {@link Perform} are built on
 * it; it has more options, and is the thread as an {@link Executor}.
 *
 * <pre>{@code
 * Performer tracking = Perform.on(ui).in(RunLoopMode.EVENT_TRACKING).ordered(10);
 * tracking.perform(() -> cursor.moveTo(x, y));
 * }</pre>
 *
 * <p>It adds nothing to the loop while nothing is pending. The rules of {@link Perform} apply, for the order, the end of the
 * loop, exceptions and memory effects. Immutable and thread-safe.
 */
public final class Performer implements Executor {
    private final RunLoop loop;
    private final Set<RunLoopMode> modes;
    private final int order;

    Performer(Thread thread) {
        this(RunLoop.of(requireNonNull(thread, "thread")), Modes.COMMON, 0);
    }

    private Performer(RunLoop loop, Set<RunLoopMode> modes, int order) {
        this.loop = loop;
        this.modes = modes;
        this.order = order;
    }

    /**
     * {@return a performer for the same thread and order, in the given modes}
     *
     * @param modes the modes in which its performs may run
     * @throws IllegalArgumentException if there are none: such a perform would never run
     */
    public Performer in(RunLoopMode... modes) {
        return in(Modes.checked(List.of(requireNonNull(modes, "modes"))));
    }

    Performer in(Set<RunLoopMode> checked) {
        return new Performer(loop, checked, order);
    }

    /**
     * {@return a performer for the same thread and modes, with another order} Of the performs that are pending when a pass of
     * the loop begins, those with a lower order run first, and those with equal orders as they were submitted. The default is
     * 0. Corresponds to {@code performSelector:target:argument:order:modes:}.
     *
     * @param order the order
     */
    public Performer ordered(int order) {
        return new Performer(loop, modes, order);
    }

    /**
     * Runs code on the thread, without waiting for it. On the thread itself the code is queued too.
     *
     * @param body what to run
     * @return the request, which can be cancelled; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     */
    public PerformRequest<?> perform(Runnable body) {
        return perform(Calls.of(body));
    }

    /**
     * As {@link #perform(Runnable)}, for code with a result, such as an {@link Invocation}.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, which can be cancelled and gives access to the result; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     */
    @SuppressWarnings("overloads") // as ExecutorService.submit
    public <R extends @Nullable Object> PerformRequest<R> perform(Callable<R> body) {
        var request = new QueuedRequest<R>(loop, modes, order, requireNonNull(body, "body"));
        request.queue();
        return request;
    }

    /**
     * As {@link #perform(Runnable)}.
     *
     * @param command what to run
     * @throws RunLoopEndedException if the thread has ended
     */
    @Override
    public void execute(Runnable command) {
        perform(requireNonNull(command, "command"));
    }

    /**
     * As {@link #performAndWait(Callable)}, for code without a result.
     *
     * @param body what to run
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public void performAndWait(Runnable body) throws InterruptedException {
        performAndWait(Calls.of(body));
    }

    /**
     * Runs code on the thread, and waits for its result. On the thread itself the code runs at once, whatever the mode, ahead
     * of anything queued.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return what the code returns
     * @throws RunLoopEndedException if the thread has ended, or ends before the code has begun
     * @throws DeadlockException if the wait would never end
     * @throws CompletionException if the code throws a checked exception; unchecked exceptions and errors are thrown as they are
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    @SuppressWarnings("overloads") // as ExecutorService.submit
    public <R extends @Nullable Object> R performAndWait(Callable<R> body) throws InterruptedException {
        requireNonNull(body, "body");
        if (loop.isCurrent()) {
            return Calls.callNow(body);
        }
        QueuedRequest<R> request = requestToAwait(body);
        PendingWait wait =
                PendingWait.plain(request); // before it can run: a thread that waits for this one then is told
        try {
            request.queue();
            PlainWait.await(wait);
        } finally {
            wait.end();
            leave(request);
        }
        return Calls.resultOf(request);
    }

    /**
     * As {@link #performAndWait(Callable)}, with a limit. Since such a wait ends in any case, it never fails with a
     * {@link DeadlockException}.
     *
     * @param <R> the type of the result
     * @param limit how long to wait, by the machine's time; with zero or less this does not wait
     * @param body what to run
     * @return what the code returns
     * @throws RunLoopEndedException if the thread has ended, or ends before the code has begun
     * @throws CompletionException if the code throws a checked exception; unchecked exceptions and errors are thrown as they are
     * @throws TimeoutException if there is no result within that time; unless the code has begun, it does not run
     * @throws InterruptedException if this thread is interrupted while it waits; unless the code has begun, it does not run
     */
    public <R extends @Nullable Object> R performAndWait(Duration limit, Callable<R> body)
            throws InterruptedException, TimeoutException {
        requireNonNull(limit, "limit");
        requireNonNull(body, "body");
        if (loop.isCurrent()) {
            return Calls.callNow(body);
        }
        QueuedRequest<R> request = requestToAwait(body);
        request.queue();
        try {
            PlainWait.awaitFor(request, Deadlines.nanos(limit));
        } finally {
            leave(request);
        }
        return resultAfter(limit, request);
    }

    /** The wait is over: a request that has not begun by now does not run, and is released. */
    private static void leave(Request<?> request) {
        if (!request.isDone()) {
            request.isAwaitedNoMore();
            request.cancel();
        }
    }

    /**
     * Runs code on the thread, and waits for its result while the loop of the calling thread serves a mode: the sources,
     * timers, observers and blocks of that mode, and performs that may run in it. So two loops that call this for each other do
     * not deadlock, if each serves a mode in which the other one's perform may run. A mode of its own is best; Cocoa has
     * {@link RunLoopMode#CONNECTION_REPLY} for this purpose.
     *
     * <pre>{@code
     * Perform.on(other).in(COMMON, CONNECTION_REPLY).performAndServe(CONNECTION_REPLY, () -> other.answer());
     * }</pre>
     *
     * <p>As with any run of a loop, an interrupt does not end the wait, and is seen again afterwards. If the loop of the
     * calling thread is ending, it serves nothing any more, and this blocks.
     *
     * @param <R> the type of the result
     * @param mode the mode to serve; not {@link RunLoopMode#COMMON}
     * @param body what to run
     * @return what the code returns
     * @throws RunLoopEndedException if the thread has ended, or ends before the code has begun
     * @throws DeadlockException if the wait would never end, because the other thread waits for a perform on this one that
     *     does not run in the mode
     * @throws CompletionException if the code throws a checked exception; unchecked exceptions and errors are thrown as they are
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}
     */
    public <R extends @Nullable Object> R performAndServe(RunLoopMode mode, Callable<R> body) {
        requireMode(mode);
        requireNonNull(body, "body");
        if (loop.isCurrent()) {
            return Calls.callNow(body);
        }
        QueuedRequest<R> request = requestToAwait(body);
        try {
            ServingWait.await(request, mode, null);
        } finally {
            leave(request);
        }
        return Calls.resultOf(request);
    }

    /**
     * As {@link #performAndServe(RunLoopMode, Callable)}, with a limit.
     *
     * @param <R> the type of the result
     * @param mode the mode to serve; not {@link RunLoopMode#COMMON}
     * @param limit how long to wait, by the clock of the calling thread's loop; with zero or less this does not wait
     * @param body what to run
     * @return what the code returns
     * @throws RunLoopEndedException if the thread has ended, or ends before the code has begun
     * @throws CompletionException if the code throws a checked exception; unchecked exceptions and errors are thrown as they are
     * @throws TimeoutException if there is no result within that time; unless the code has begun, it does not run
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}
     */
    public <R extends @Nullable Object> R performAndServe(RunLoopMode mode, Duration limit, Callable<R> body)
            throws TimeoutException {
        requireMode(mode);
        requireNonNull(limit, "limit");
        requireNonNull(body, "body");
        if (loop.isCurrent()) {
            return Calls.callNow(body);
        }
        QueuedRequest<R> request = requestToAwait(body);
        try {
            ServingWait.await(request, mode, limit);
        } finally {
            leave(request);
        }
        return resultAfter(limit, request);
    }

    private static void requireMode(RunLoopMode mode) {
        if (requireNonNull(mode, "mode").equals(RunLoopMode.COMMON)) {
            throw new IllegalArgumentException("mode is " + mode + ", which stands for others; serve one of them");
        }
    }

    private <R extends @Nullable Object> QueuedRequest<R> requestToAwait(Callable<R> body) {
        var request = new QueuedRequest<R>(loop, modes, order, body);
        request.willBeAwaited();
        return request;
    }

    /** The result if there was one at the end of a wait. */
    private <R extends @Nullable Object> R resultAfter(Duration limit, Request<R> request) throws TimeoutException {
        if (request.isCancelled() || !request.isDone()) {
            throw new TimeoutException("\"" + loop.thread().getName() + "\" has not "
                    + (request.isCancelled() ? "begun" : "ended") + " a perform within " + limit);
        }
        return Calls.resultOf(request);
    }

    @Override
    public String toString() {
        return "Performer[" + loop + ", modes " + modes + ", order " + order + "]";
    }
}
