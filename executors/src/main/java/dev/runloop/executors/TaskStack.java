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
 * The tasks that run on a loop, one inside another where a task runs the loop again, and who interrupts which of them.
 * All executors of a loop share one of these, as the task of one can run inside that of another.
 *
 * <p><b>An interrupt comes to the task it is meant for, or to nobody.</b> A thread has one interrupt, and many tasks
 * may be on its stack. So a task knows at which depth it runs, and a thread that interrupts it {@linkplain DrainLock#pin
 * holds} the loop and compares: is the task the innermost one, the thread is interrupted; if it is further out, that is
 * noted, and the thread interrupts itself when it is back at that depth; if it has ended, nothing happens. An interrupt
 * that the thread brings along when it begins to run tasks was for the thread that runs the loop, and is put aside in the same
 * way.
 *
 * <p>What is changed here is changed by the loop in its turn, or by the thread that holds the loop; the hand-off between the
 * two is that of {@link DrainLock}.
 */
final class TaskStack {
    private static final ConcurrentMap<IdentityKey, TaskStack> OF_LOOPS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>(); // keys of loops that were never used

    private final WeakReference<RunLoop> loop; // it has what it needs of this by its executors
    private final DrainLock drainLock = new DrainLock();
    private int users; // under the lock of the map's entry
    private int depth; // how many tasks run one inside another; 0 outside of any
    private @Nullable TaskBuffer[] buffers = new TaskBuffer[1]; // whose task runs at depth i + 1
    private final BitSet interrupted = new BitSet(0); // who is to be interrupted when the loop is back at that depth

    private TaskStack(RunLoop loop) {
        this.loop = new WeakReference<>(loop);
    }

    /** Those of a loop, for one more buffer, which is to {@link #leave} in the end. */
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

    /** At what depth the task that runs now does so; for the loop's thread. */
    int depth() {
        return depth;
    }

    /** The loop begins to run tasks of a buffer, and has the turn. */
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

    /** The loop has run what it had begun to run; it has the turn, and gives it up. */
    void end() {
        buffers[--depth] = null;
        boolean isInterrupted = interrupted.get(depth);
        interrupted.clear(depth);
        drainLock.end(depth > 0);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a task of a buffer runs; to be asked by the thread that has the turn. */
    boolean isRunning(TaskBuffer buffer) {
        for (int i = 0; i < depth; i++) {
            if (buffers[i] == buffer) {
                return true;
            }
        }
        return false;
    }

    /** Interrupts this task if it runs: now if it is the innermost, else when those inside it have ended. */
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

    /** Interrupts all running tasks of a buffer, each in its time. */
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
            if (present != null) { // a task of it runs
                present.thread().interrupt();
            }
        } else {
            interrupted.set(at);
        }
    }
}
