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
 * The requests of a loop that wait for their delays, found by their target, or by target, selector and arguments. The
 * timers of the loop know when they are due; this knows which of them to cancel, at a cost that does not depend on the
 * others.
 *
 * <p>The loop's thread alone schedules, fires and cancels by target; any thread may cancel by a handle. So the index is
 * changed under a lock, for a few steps in which nothing of the user's is called. Nobody queues up for it: a confined thread
 * that does could be handed the lock while its carrier waits behind it.
 */
final class DelayedPerforms {
    private static final ConcurrentMap<RunLoop, DelayedPerforms> OF_LOOPS = new ConcurrentHashMap<>();

    private final RunLoop loop;
    private final ReentrantLock lock = new ReentrantLock(); // of the rest, and of what requests say of the index
    private RequestIndex byTarget = new RequestIndex();
    private RequestIndex byCall = new RequestIndex();
    private int size;

    private DelayedPerforms(RunLoop loop) {
        this.loop = loop;
    }

    /** Those of the calling thread's loop. */
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

    /** Cancels what the calling thread's loop has for a target, by identity. */
    static void cancel(Object target) {
        DelayedPerforms present = OF_LOOPS.get(RunLoop.current());
        if (present != null) {
            present.cancelAll(present.byTarget(System.identityHashCode(target)), request -> request.isOf(target));
        }
    }

    /** Cancels what the calling thread's loop has that would call the same. */
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
     * Cancels those that are meant. Whether one is meant may be the user's to say, and what follows from a cancellation is;
     * both may throw, and ask for or cancel others. One that fails keeps no other from being cancelled.
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

    /** Takes it out of the index, if it is there; any thread. The last one leaves nothing behind. */
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

    /** Whether there is something kept for a loop: from its first request on, until it ends. */
    static boolean isKeptFor(RunLoop loop) {
        return OF_LOOPS.containsKey(loop);
    }

    /** How many requests wait on a loop. */
    static int pending(RunLoop loop) {
        DelayedPerforms present = OF_LOOPS.get(loop);
        return present == null ? 0 : present.locked(() -> present.size);
    }
}
