package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A perform on a loop: a source that is performed once. So it behaves as a source does: it keeps its modes from being empty,
 * waits while they do not run, runs by its order and then by the order of the signals, before the timers, and is told when the
 * loop ends.
 */
final class QueuedRequest<R extends @Nullable Object> extends Request<R> {
    private final RunLoop loop;
    private final Set<RunLoopMode> modes;
    private final Source0 source;

    QueuedRequest(RunLoop loop, Set<RunLoopMode> modes, int order, Callable<R> body) {
        super(body);
        this.loop = loop;
        this.modes = modes;
        this.source = Source0.create(order, new Callbacks());
    }

    /**
     * Adds the request to the loop. It is signalled before it is added, so the loop hears of it once, not twice. If this fails,
     * the request is in no mode and does not run, unless it has begun.
     *
     * @throws RunLoopEndedException if the loop has ended
     */
    void queue() {
        boolean queued = false;
        try {
            source.signalAndWakeUp();
            for (RunLoopMode mode : modes) {
                loop.add(source, mode);
            }
            queued = true;
        } catch (RunLoopEndedException e) {
            if (!hasBegun()) { // else the request itself may have ended the loop
                throw e;
            }
        } finally {
            if (!queued) {
                cancel();
            }
        }
    }

    @Override
    Thread performer() {
        return loop.thread();
    }

    @Override
    boolean canRunIn(RunLoopMode mode) {
        return loop.isAmong(mode, modes);
    }

    @Override
    void withdraw() {
        source.invalidate();
    }

    private final class Callbacks implements Source0.Callbacks, UserCodeWrapper {
        @Override
        public Class<?> calleeClass() {
            return QueuedRequest.this.calleeClass();
        }

        @Override
        public void perform() {
            source.invalidate();
            call();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            if (isPending() && source.isValid()) { // else we have removed it
                fail(new RunLoopEndedException(loop.thread()));
            }
        }
    }
}
