package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a loop that wait for their delays, found by their target, or by target, selector and arguments. The
 * timers of the loop know when they are due; this knows which of them to cancel, at a cost that does not depend on the
 * others.
 *
 * <p>Belongs to the loop's thread, which alone schedules, fires and cancels by target; after the end of that thread to
 * whoever ends the loop, which happens after. The one thing that comes from other threads is a request that was
 * cancelled by its handle: it waits in a queue until the loop's thread looks here next. It holds nothing of the user's
 * then.
 */
final class DelayedPerforms {
    /** A mode in which no loop runs; a source that is in it hears of the end of the loop. */
    private static final RunLoopMode END = RunLoopMode.of("dev.runloop.perform.end");

    private static final ConcurrentMap<RunLoop, DelayedPerforms> OF_LOOPS = new ConcurrentHashMap<>();

    private final RunLoop loop;
    private final Queue<DelayedRequest<?>> dropped = new ConcurrentLinkedQueue<>(); // by other threads
    private HashRings byTarget = new HashRings();
    private HashRings byCall = new HashRings();
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
        loop.add(Source0.create(made.new End()), END); // refused if the loop has ended: so it is not kept then
        OF_LOOPS.put(loop, made);
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
            present.tidy();
            cancelAll(present.byTarget.find(System.identityHashCode(target), request -> request.isOf(target)));
        }
    }

    /** Cancels what the calling thread's loop has that would call the same. */
    static void cancel(Invocation<?> invocation) {
        DelayedPerforms present = OF_LOOPS.get(RunLoop.current());
        if (present != null) {
            present.tidy();
            cancelAll(present.byCall.find(invocation.hashCode(), request -> request.calls(invocation)));
        }
    }

    private static void cancelAll(List<DelayedRequest<?>> requests) {
        requests.forEach(Request::cancel);
    }

    private <R extends @Nullable Object> DelayedRequest<R> add(
            Object target, Duration delay, Set<RunLoopMode> modes, Callable<R> call) {
        tidy();
        var request = new DelayedRequest<>(this, loop, target, delay, modes, call);
        request.schedule();
        request.isIndexed = true;
        size++;
        byTarget.add(request.byTarget);
        if (request.byCall != null) {
            byCall.add(request.byCall);
        }
        return request;
    }

    /** It is due: from now on it is not there any more. */
    void take(DelayedRequest<?> request) {
        tidy();
        forget(request);
    }

    /** Takes it out of the index, if it is there. The last one leaves nothing behind. */
    void forget(DelayedRequest<?> request) {
        if (!request.isIndexed) {
            return;
        }
        request.isIndexed = false;
        if (--size == 0) {
            byTarget = new HashRings();
            byCall = new HashRings();
            return;
        }
        byTarget.remove(request.byTarget);
        if (request.byCall != null) {
            byCall.remove(request.byCall);
        }
    }

    /** Called by any thread. */
    void forgetLater(DelayedRequest<?> request) {
        dropped.offer(request);
    }

    private void tidy() {
        for (DelayedRequest<?> request = dropped.poll(); request != null; request = dropped.poll()) {
            forget(request);
        }
    }

    private final class End implements Source0.Callbacks {
        @Override
        public void perform() {}

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            OF_LOOPS.remove(loop);
            var ended = new RunLoopEndedException(loop.thread());
            byTarget.all().forEach(request -> request.fail(ended));
        }
    }

    /** Whether there is something kept for a loop: from its first request on, until it ends. */
    static boolean isKeptFor(RunLoop loop) {
        return OF_LOOPS.containsKey(loop);
    }
}
