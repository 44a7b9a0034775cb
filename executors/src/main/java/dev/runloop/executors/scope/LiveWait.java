package dev.runloop.executors.scope;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.OutermostRun;
import dev.runloop.internal.access.Carriages;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A wait of a loop's thread in which the loop serves one mode: one run of the loop, which a source of that mode stops when
 * what is waited for is the case. The source also performs what was queued to be run on the loop.
 *
 * <p>The run is not told to return when a source has been handled: a pass that has handled one says so also if somebody
 * has stopped the loop in it, and that would be lost.
 *
 * <p>A callback of the run may run the mode again, and then it is the inner run that performs the source, while the outer
 * one would sleep on. So before the {@linkplain OutermostRun outermost run} sleeps it is asked once more whether the wait is
 * over.
 *
 * <p>{@link #queue} and {@link #lookAgain} are for everyone, the rest belongs to the loop's thread. Actions before {@code
 * queue} happen-before the run of what was queued, by the queue.
 */
final class LiveWait implements Source0.Callbacks {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** How a wait has ended. */
    enum End {
        /** What was waited for is the case. */
        DONE,
        /** Somebody has stopped the run. */
        STOPPED,
        /** The loop is ending, and cannot be run any more. */
        LOOP_ENDING
    }

    private final RunLoop loop;
    private final RunLoopMode mode;
    private final Queue<Runnable> queue;
    private final Source0 source = Source0.create(this);
    private final OutermostRun run = new OutermostRun(this::stopIfOver);
    private BooleanSupplier done = () -> false;

    LiveWait(RunLoop loop, RunLoopMode mode) {
        this.loop = loop;
        this.mode = mode;
        this.queue = MpscQueues.forSignals(loop.thread());
    }

    /** Has something run on the loop, in a wait. */
    void queue(Runnable runnable) {
        queue.offer(runnable);
        lookAgain();
    }

    /** Has the loop's thread look whether the wait is over. */
    void lookAgain() {
        source.signalAndWakeUp();
        LockSupport.unpark(loop.thread()); // which may carry confined threads in place of its loop
    }

    /** Serves the mode until this holds, and what was queued has been run. */
    End until(BooleanSupplier done) {
        return Carriages.stay(loop, () -> serveUntil(done)); // a scope belongs to the thread that has opened it
    }

    private End serveUntil(BooleanSupplier done) {
        this.done = done;
        loop.add(source, mode);
        run.begin(loop, mode);
        if (isOver()) {
            return End.DONE;
        }
        loop.runInMode(mode, FOREVER, false);
        if (isOver()) {
            return End.DONE;
        }
        return isLoopEnding() ? End.LOOP_ENDING : End.STOPPED;
    }

    /** In this order: what makes it done is preceded by what it queues, so who sees the one finds the other. */
    private boolean isOver() {
        return done.getAsBoolean() && queue.isEmpty();
    }

    /** A run may have been stopped by a callback; but if the next one does not begin either, the loop is ending. */
    private boolean isLoopEnding() {
        run.begin(loop, mode);
        return loop.runInMode(mode, Duration.ZERO, false) == RunLoopResult.STOPPED;
    }

    /** No wait follows. */
    void close() {
        source.invalidate();
        run.end();
    }

    private void stopIfOver() {
        if (run.isRunning() && isOver()) {
            loop.stop();
        }
    }

    @Override
    public void perform() {
        boolean more = true; // also when one throws: the others come in the next pass
        try {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
            more = false;
            stopIfOver();
        } finally {
            if (more) {
                lookAgain();
            }
        }
    }
}
