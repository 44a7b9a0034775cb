package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.internal.trace.IdentityKey;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks running on a loop, one nested in another where a task runs the loop again, and how interrupts find their way to
 * them. All executors of a loop share one of these, as a task of one can run inside a task of another.
 *
 * <p><b>An interrupt reaches the task it is meant for, or none.</b> A thread has a single interrupt status but may have many
 * tasks on its stack. So each task knows its depth, and a thread that interrupts a task {@linkplain DrainLock#pin pins} the
 * loop and compares. If the task is the innermost one, the thread is interrupted. If it is further out, that is noted, and
 * the thread interrupts itself when it is back at that depth. If it has ended, nothing happens. An interrupt that the thread
 * had before it began to run tasks was for the code that runs the loop, and is put aside in the same way.
 *
 * <p>State is changed by the loop while it holds the {@link DrainLock}, or by a thread that pins the loop; the lock orders
 * the two.
 */
final class TaskStack {
    private static final ConcurrentMap<IdentityKey, TaskStack> OF_LOOPS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>(); // the keys of loops that were never used

    private final WeakReference<RunLoop> loop; // weak: the loop's executors keep this alive
    private final DrainLock drainLock = new DrainLock();
    private int users; // guarded by the map's entry
    private int depth; // of nested tasks; 0 outside of any
    private @Nullable TaskBuffer[] buffers = new TaskBuffer[1]; // whose task runs at depth i + 1
    private final BitSet interrupted = new BitSet(0); // depths to interrupt when the loop is back there

    private TaskStack(RunLoop loop) {
        this.loop = new WeakReference<>(loop);
    }

    /** The stack of a loop, for one more buffer, which must {@link #leave} in the end. */
    static TaskStack join(RunLoop loop) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            OF_LOOPS.remove(gone);
        }
        return OF_LOOPS.compute(new IdentityKey(loop, GONE), (key, present) -> {
            TaskStack joined = present == null ? new TaskStack(loop) : present;
            joined.users++;
            return joined;
        });
    }

    /** A buffer has ended. */
    void leave(RunLoop from) {
        OF_LOOPS.computeIfPresent(new IdentityKey(from), (key, present) -> --present.users == 0 ? null : present);
    }

    DrainLock drainLock() {
        return drainLock;
    }

    /** The depth of the running task; for the loop's thread. */
    int depth() {
        return depth;
    }

    /** The loop begins to run tasks of a buffer, and takes the lock. */
    void begin(TaskBuffer buffer) {
        @Nullable TaskBuffer[] enough = depth < buffers.length ? buffers : Arrays.copyOf(buffers, 2 * depth);
        drainLock.begin();
        try {
            if (Thread.interrupted()) {
                putAside();
            }
        } catch (Throwable e) { // no memory
            drainLock.end(depth > 0);
            throw e;
        }
        buffers = enough;
        buffers[depth++] = buffer;
    }

    private void putAside() {
        try {
            interrupted.set(depth);
        } catch (Throwable e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** The loop has run what it had begun to run, and releases the lock. */
    void end() {
        buffers[--depth] = null;
        boolean isInterrupted = interrupted.get(depth);
        interrupted.clear(depth);
        drainLock.end(depth > 0);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the lock: whether a task of a buffer runs. */
    boolean isRunning(TaskBuffer buffer) {
        for (int i = 0; i < depth; i++) {
            if (buffers[i] == buffer) {
                return true;
            }
        }
        return false;
    }

    /** Interrupts a task if it runs: now if it is the innermost, otherwise when those nested in it have ended. */
    void interrupt(LoopTask<?> task) {
        drainLock.pin();
        try {
            int at = task.depth();
            if (at != LoopTask.NOWHERE) {
                interrupt(at);
            }
        } finally {
            drainLock.unpin();
        }
    }

    /** Interrupts all running tasks of a buffer, each when it is the innermost. */
    void interruptAll(TaskBuffer buffer) {
        drainLock.pin();
        try {
            for (int i = 0; i < depth; i++) {
                if (buffers[i] == buffer) {
                    interrupt(i + 1);
                }
            }
        } finally {
            drainLock.unpin();
        }
    }

    private void interrupt(int at) {
        if (at == depth) {
            RunLoop present = loop.get();
            if (present != null) { // it exists, as a task of it runs
                present.thread().interrupt();
            }
        } else {
            interrupted.set(at);
        }
    }
}
