package dev.runloop.executors.scope;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopWait;
import dev.runloop.Source0;
import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.access.Carriages;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The waits of a scope's owner, in which its loop serves one mode: {@link RunLoopWait}s, and a source that runs what the
 * subtasks have queued for the loop.
 *
 * <p>{@link #queue} and {@link #lookAgain} may be called from any thread, the rest belongs to the loop's thread. Actions
 * before {@code queue} happen-before the run of what was queued, by the queue.
 */
final class LiveWait implements Source0.Callbacks {
    private final RunLoop loop;
    private final RunLoopMode mode;
    private final Queue<Runnable> queue;
    private final Source0 source = Source0.create(this);
    private final RunLoopWait wait;

    LiveWait(RunLoop loop, RunLoopMode mode) {
        this.loop = loop;
        this.mode = mode;
        this.queue = MpscQueues.forSignals(loop.thread());
        this.wait = new RunLoopWait(mode);
    }

    /** Queues an action to run on the loop, during a wait. */
    void queue(Runnable runnable) {
        queue.offer(runnable);
        lookAgain();
    }

    /** Makes the loop's thread check whether the wait is over. */
    void lookAgain() {
        source.signalAndWakeUp();
        LockSupport.unpark(loop.thread()); // which may carry confined threads in place of its loop
    }

    /** Serves the mode until this holds, and everything queued has run. */
    RunLoopWait.Result until(BooleanSupplier done) {
        loop.add(source, mode);
        // In this order: what makes it done is preceded by what it queues, so a thread that sees the one finds the
        // other.
        BooleanSupplier isOver = () -> done.getAsBoolean() && queue.isEmpty();
        return Carriages.stay(loop, () -> wait.until(isOver)); // a scope belongs to the thread that opened it
    }

    /** No wait follows. */
    void close() {
        source.invalidate();
    }

    @Override
    public void perform() {
        boolean more = true; // also when one throws: the others come in the next pass
        try {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
            more = false;
        } finally {
            if (more) {
                lookAgain();
            }
        }
    }
}
