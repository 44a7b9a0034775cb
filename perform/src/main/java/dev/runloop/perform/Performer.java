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
 * A thread to perform on, with the modes and the order of what is performed: {@link Perform#on}. It is what the shorter
 * calls of {@link Perform} are made of, with more to choose from, and the thread as an {@link Executor}.
 *
 * <pre>{@code
 * Performer tracking = Perform.on(ui).in(RunLoopMode.EVENT_TRACKING).ordered(10);
 * tracking.submit(() -> cursor.moveTo(x, y));
 * }</pre>
 *
 * <p>It holds nothing in the loop while nothing is pending. The rules of {@link Perform} hold: for the order, the
 * loop's end, exceptions, and memory effects. Immutable and thread-safe.
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
     * {@return the same for performs in these modes, in place of the common modes}
     *
     * @param modes those in which they may run
     * @throws IllegalArgumentException if there are none: such a perform would never run
     */
    public Performer in(RunLoopMode... modes) {
        return in(Modes.checked(List.of(requireNonNull(modes, "modes"))));
    }

    Performer in(Set<RunLoopMode> checked) {
        return new Performer(loop, checked, order);
    }

    /**
     * {@return the same for performs of an order: those of a lower one run first, among those that
     * are there when a pass of the loop begins; equal ones in the order in which they were made} The default is 0.
     * Corresponds to {@code performSelector:target:argument:order:modes:}.
     *
     * @param order the order
     */
    public Performer ordered(int order) {
        return new Performer(loop, modes, order);
    }

    /**
     * Has the thread run code, and does not wait. On the thread itself it is queued all the same.
     *
     * @param body what to run
     * @return the request, to take it back by; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     */
    public PerformRequest<?> submit(Runnable body) {
        return submit(Calls.of(body));
    }

    /**
     * Has the thread run code, such as an {@link Invocation}, and does not wait.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return the request, to take it back by or to ask for the result; may be ignored
     * @throws RunLoopEndedException if the thread has ended
     */
    @SuppressWarnings("overloads") // as ExecutorService.submit
    public <R extends @Nullable Object> PerformRequest<R> submit(Callable<R> body) {
        var request = new QueuedRequest<R>(loop, modes, order, requireNonNull(body, "body"));
        request.queue();
        return request;
    }

    /**
     * {@link #submit(Runnable)}, as an executor.
     *
     * @param command what to run
     * @throws RunLoopEndedException if the thread has ended
     */
    @Override
    public void execute(Runnable command) {
        submit(requireNonNull(command, "command"));
    }

    /**
     * Has the thread run code, and waits until it has.
     *
     * @param body what to run
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public void submitAndWait(Runnable body) throws InterruptedException {
        submitAndWait(Calls.of(body));
    }

    /**
     * Has the thread run code, and waits for its result. On the thread itself it runs at once, whatever the mode, and
     * overtakes what is queued.
     *
     * @param <R> the type of the result
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    @SuppressWarnings("overloads") // as ExecutorService.submit
    public <R extends @Nullable Object> R submitAndWait(Callable<R> body) throws InterruptedException {
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
     * Has the thread run code, and waits for its result for a while. As such a wait ends in any case, it is never a
     * {@link DeadlockException}.
     *
     * @param <R> the type of the result
     * @param limit how long to wait, by the machine's time; zero or less does not wait
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws TimeoutException if there is no result after that time; the code does not run then, unless it has begun
     * @throws InterruptedException if this thread is interrupted while it waits; the code does not run then, unless
     *     it has begun
     */
    public <R extends @Nullable Object> R submitAndWait(Duration limit, Callable<R> body)
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

    /** Nobody waits for it any more: what has not begun by now does not run, and is held no longer. */
    private static void leave(Request<?> request) {
        if (!request.isDone()) {
            request.isAwaitedNoMore();
            request.cancel();
        }
    }

    /**
     * Has the thread run code, and waits for its result while the loop of the calling thread serves a mode: its
     * sources, timers, observers and blocks, and what others perform in that mode. So two loops that wait for each
     * other by this call, with performs that may run in the mode that the other one serves, do not deadlock. Best is a
     * mode for nothing else; Cocoa has {@link RunLoopMode#CONNECTION_REPLY} for it.
     *
     * <pre>{@code
     * Perform.on(other).in(COMMON, CONNECTION_REPLY).submitAndServe(CONNECTION_REPLY, () -> other.answer());
     * }</pre>
     *
     * <p>An interrupt does not end the wait, as it does not end those of a loop, and is seen again afterwards. If the
     * loop of the calling thread is ending it serves nothing more, and this waits plainly.
     *
     * @param <R> the type of the result
     * @param mode what to serve meanwhile; not the marker of the common modes
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws DeadlockException if the wait would never end, as the other thread waits for this one plainly, or with a
     *     perform that does not run in the mode
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws IllegalArgumentException if the mode is the marker of the common modes
     */
    public <R extends @Nullable Object> R submitAndServe(RunLoopMode mode, Callable<R> body) {
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
     * {@link #submitAndServe(RunLoopMode, Callable)} for a while.
     *
     * @param <R> the type of the result
     * @param mode what to serve meanwhile; not the marker of the common modes
     * @param limit how long to wait, by the clock of the calling thread's loop; zero or less does not wait
     * @param body what to run
     * @return what the code answers
     * @throws RunLoopEndedException if the thread has ended, or ends before it has begun
     * @throws CompletionException if the code throws a checked exception; an unchecked one or an error comes as it is
     * @throws TimeoutException if there is no result after that time; the code does not run then, unless it has begun
     * @throws IllegalArgumentException if the mode is the marker of the common modes
     */
    public <R extends @Nullable Object> R submitAndServe(RunLoopMode mode, Duration limit, Callable<R> body)
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
