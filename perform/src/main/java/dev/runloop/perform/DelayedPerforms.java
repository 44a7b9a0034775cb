package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.Failures;
import dev.runloop.internal.access.LoopAccess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The delayed requests of a loop, indexed by target, and by target, selector and arguments. The timers of the loop decide when
 * they run; this index finds those to cancel, at a cost that does not depend on the others. It is dropped when the loop ends.
 *
 * <p>Only the loop's thread schedules, fires and cancels by target, but any thread may cancel by handle. So the index changes
 * under a lock, for a few steps during which no user code runs. Threads spin for the lock rather than queue: a queued confined
 * thread could be handed the lock while its carrier waits behind it.
 */
final class DelayedPerforms {
    private static final ConcurrentMap<RunLoop, DelayedPerforms> OF_LOOPS = new ConcurrentHashMap<>();

    private final RunLoop loop;
    private final ReentrantLock lock = new ReentrantLock(); // guards the rest, and the isIndexed flags of the requests
    private RequestIndex byTarget = new RequestIndex();
    private RequestIndex byCall = new RequestIndex();
    private int size;

    private DelayedPerforms(RunLoop loop) {
        this.loop = loop;
    }

    /** That of the calling thread's loop, created if it has none. */
    private static DelayedPerforms ofCurrentLoop() {
        RunLoop loop = RunLoop.current();
        DelayedPerforms present = OF_LOOPS.get(loop);
        if (present != null) {
            return present;
        }
        var made = new DelayedPerforms(loop);
        OF_LOOPS.put(loop, made);
        if (!LoopAccess.onEnd(loop, made::loopHasEnded)) {
            OF_LOOPS.remove(loop);
            throw new RunLoopEndedException(loop.thread());
        }
        return made;
    }

    /** Schedules a call on the calling thread's loop. */
    static <R extends @Nullable Object> DelayedRequest<R> schedule(
            Object target, Duration delay, Set<RunLoopMode> modes, Callable<R> call) {
        return ofCurrentLoop().add(target, delay, modes, call);
    }

    /** Cancels the requests of the calling thread's loop for a target, by identity. */
    static void cancel(Object target) {
        DelayedPerforms present = OF_LOOPS.get(RunLoop.current());
        if (present != null) {
            present.cancelAll(present.byTarget(System.identityHashCode(target)), request -> request.isOf(target));
        }
    }

    /** Cancels the requests of the calling thread's loop that would make an equal call. */
    static void cancel(Invocation<?> invocation) {
        DelayedPerforms present = OF_LOOPS.get(RunLoop.current());
        if (present != null) {
            present.cancelAll(present.byCall(invocation.hashCode()), request -> request.calls(invocation));
        }
    }

    private List<DelayedRequest<?>> byTarget(int hash) {
        return locked(() -> byTarget.of(hash));
    }

    private List<DelayedRequest<?>> byCall(int hash) {
        return locked(() -> byCall.of(hash));
    }

    /**
     * Cancels the matching requests. The match may call {@code equals} of user code, and a cancellation runs what depends on
     * its future; both may throw, and may make or cancel other requests. A failure does not keep other requests from being
     * cancelled.
     */
    private void cancelAll(List<DelayedRequest<?>> requests, Predicate<DelayedRequest<?>> isMeant) {
        RuntimeException failure = null;
        for (DelayedRequest<?> request : requests) {
            try {
                if (isMeant.test(request)) {
                    request.cancel();
                }
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private <R extends @Nullable Object> DelayedRequest<R> add(
            Object target, Duration delay, Set<RunLoopMode> modes, Callable<R> call) {
        var request = new DelayedRequest<>(this, loop, target, delay, modes, call);
        boolean scheduled = false;
        try {
            locked(() -> index(request));
            request.schedule();
            scheduled = true;
            return request;
        } finally {
            if (!scheduled) {
                request.cancel();
            }
        }
    }

    private boolean index(DelayedRequest<?> request) {
        request.isIndexed = true;
        size++;
        byTarget.add(request.byTarget);
        if (request.byCall != null) {
            byCall.add(request.byCall);
        }
        return true;
    }

    /** Removes a request from the index, if it is there. May be called from any thread. */
    void forget(DelayedRequest<?> request) {
        locked(() -> takeOut(request));
    }

    private boolean takeOut(DelayedRequest<?> request) {
        if (!request.isIndexed) {
            return false;
        }
        request.isIndexed = false;
        if (--size == 0) {
            byTarget = new RequestIndex();
            byCall = new RequestIndex();
            return true;
        }
        byTarget.remove(request.byTarget);
        if (request.byCall != null) {
            byCall.remove(request.byCall);
        }
        return true;
    }

    private <T> T locked(Supplier<T> steps) {
        while (!lock.tryLock()) {
            Thread.onSpinWait();
        }
        try {
            return steps.get();
        } finally {
            lock.unlock();
        }
    }

    private void loopHasEnded() {
        OF_LOOPS.remove(loop);
        var ended = new RunLoopEndedException(loop.thread());
        for (DelayedRequest<?> request : locked(byTarget::all)) {
            Failures.attempt(null, () -> request.fail(ended));
        }
    }

    /** Whether a loop has an index: from its first request until it ends. */
    static boolean isKeptFor(RunLoop loop) {
        return OF_LOOPS.containsKey(loop);
    }

    /** How many delayed requests a loop has. */
    static int pending(RunLoop loop) {
        DelayedPerforms present = OF_LOOPS.get(loop);
        return present == null ? 0 : present.locked(() -> present.size);
    }
}
