package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * That a thread waits for a request, for as long as it takes; and so an edge from that thread to the one that is to
 * perform the request. A cycle of such edges is a deadlock, and is found by whoever closes it.
 *
 * <p><b>Protocol.</b> A thread publishes its edge, and then walks along the edges from there; a full fence is between.
 * Of several threads that close a cycle at the same time one passes its fence last: what the others have published
 * before theirs happens-before its walk, so it sees the whole cycle. The others may see it too. Nobody hangs, since the
 * walk is made before the wait.
 *
 * <p><b>No cycle is reported that was not there.</b> Edges are not read at one moment: one that has been read may be
 * gone before the next comes about. So a cycle that was found is walked a second time. An edge is an object that is
 * published once and ended once, and its request is done once; so one that is found unfinished in both walks was so
 * between them, and all of them were there at the moment at which the first walk ended.
 *
 * <p>A thread that pumps a mode while it waits performs what can run in that mode, so no edge that stands for such a
 * request leads on through it, unless the request has begun and is what waits there. Waits with a limit are no edges:
 * they end. Thread-safe.
 */
final class WaitsFor {
    /** What each thread waits for, the innermost wait if it is within a mode that it pumps; by that thread alone. */
    private static final ConcurrentMap<Thread, WaitsFor> INNERMOST = new ConcurrentHashMap<>();

    private final Thread waiter;
    private final Request<?> request;
    private final @Nullable RunLoopMode pumped;
    private final @Nullable WaitsFor outer; // what the thread waits for around this

    /** Nothing is published yet. */
    WaitsFor(Thread waiter, Request<?> request, @Nullable RunLoopMode pumped) {
        this.waiter = waiter;
        this.request = request;
        this.pumped = pumped;
        this.outer = INNERMOST.get(waiter);
    }

    /**
     * The calling thread is about to wait; it calls {@link #end()} afterwards.
     *
     * @param pumped the mode that it serves meanwhile, or null
     * @throws DeadlockException if it would wait for ever; then there is no wait
     */
    static WaitsFor begin(Request<?> request, @Nullable RunLoopMode pumped) {
        var wait = new WaitsFor(Thread.currentThread(), request, pumped);
        wait.publish();
        List<Thread> cycle = wait.cycle();
        if (!cycle.isEmpty()) {
            wait.end();
            throw new DeadlockException(cycle);
        }
        return wait;
    }

    static boolean isWaiting(Thread thread) {
        return INNERMOST.containsKey(thread);
    }

    /** The wait is over. If the thread goes on with one around it, that may close a cycle just as a new one does. */
    void end() {
        if (outer == null) {
            INNERMOST.remove(waiter);
        } else {
            outer.publish();
            List<Thread> cycle = outer.cycle();
            if (!cycle.isEmpty()) {
                outer.request.abandon(new DeadlockException(cycle));
            }
        }
    }

    /** What this thread has published before happens-before the walk of whoever publishes after it. */
    void publish() {
        INNERMOST.put(waiter, this);
        VarHandle.fullFence();
    }

    /** The threads that wait for each other, this one first; empty if it is in no such cycle. */
    List<Thread> cycle() {
        WaitsFor next = next();
        if (next == null) {
            return List.of();
        }
        List<WaitsFor> path = new ArrayList<>();
        path.add(this);
        while (next != null && next != this) {
            if (path.contains(next)) {
                return List.of(); // a cycle of others: it is theirs to report
            }
            path.add(next);
            next = next.next();
        }
        return next != null && isThere(path)
                ? path.stream().map(wait -> wait.waiter).toList()
                : List.of();
    }

    private static boolean isThere(List<WaitsFor> cycle) {
        for (int i = 0; i < cycle.size(); i++) {
            if (cycle.get(i).next() != cycle.get((i + 1) % cycle.size())) {
                return false;
            }
        }
        return true;
    }

    /**
     * What the thread waits for that is to end this wait; null if it does not wait, or performs the request meanwhile.
     */
    private @Nullable WaitsFor next() {
        WaitsFor next = INNERMOST.get(request.performer());
        return next == null || request.isDone() || next.performs(request) ? null : next;
    }

    private boolean performs(Request<?> other) {
        return pumped != null && !other.hasBegun() && other.canRunIn(pumped);
    }
}
