package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * A perform that is pending: a source that is performed once. So it has all that a source has: it keeps its modes from
 * being empty, waits while they do not run, comes in the order of the signals, runs before the timers, and is told when
 * the loop ends.
 */
final class OneShot implements Source0.Callbacks {
    private final Source0 source = Source0.create(this);
    private final Runnable body;
    private final Consumer<RunLoopEndedException> onEnd;
    private boolean begun; // the loop's thread, and whoever sees the end of that thread

    private OneShot(Runnable body, Consumer<RunLoopEndedException> onEnd) {
        this.body = body;
        this.onEnd = onEnd;
    }

    /**
     * Has a loop run the body once.
     *
     * @param onEnd told if the loop ends before it has
     * @throws RunLoopEndedException if the loop has ended
     */
    static void queue(
            RunLoop loop, Collection<RunLoopMode> modes, Runnable body, Consumer<RunLoopEndedException> onEnd) {
        var perform = new OneShot(body, onEnd);
        modes.forEach(mode -> loop.add(perform.source, mode));
        perform.source.signalAndWakeUp();
    }

    @Override
    public void perform() {
        begun = true;
        source.invalidate();
        body.run();
    }

    @Override
    public void cancel(RunLoop loop, RunLoopMode mode) {
        if (!begun) {
            onEnd.accept(new RunLoopEndedException(loop.thread()));
        }
    }
}
