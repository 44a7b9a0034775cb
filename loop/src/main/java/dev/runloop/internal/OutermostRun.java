package dev.runloop.internal;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import java.util.EnumSet;
import java.util.Set;

/**
 * The run in which a thread serves a mode while it waits for something, as opposed to the runs of the mode within its
 * callbacks. What it waits for may come in one of those, which uses up the signal that tells of it, and the outermost run
 * would sleep on. So that one has a look taken once more before it sleeps.
 *
 * <p>Belongs to the loop's thread.
 */
public final class OutermostRun {
    private static final Set<RunLoopActivity> WATCHED =
            EnumSet.of(RunLoopActivity.ENTRY, RunLoopActivity.EXIT, RunLoopActivity.BEFORE_WAITING);

    private final Runnable lastLook;
    private final RunLoopObserver observer = RunLoopObserver.create(WATCHED, (self, activity) -> observe(activity));
    private int depth; // of runs of the mode since the wait began

    /** Has this look taken, on the loop's thread, before each sleep of the outermost run. */
    public OutermostRun(Runnable lastLook) {
        this.lastLook = lastLook;
    }

    /** A wait begins: the next run of the mode is the outermost one. */
    public void begin(RunLoop loop, RunLoopMode mode) {
        depth = 0;
        loop.add(observer, mode);
    }

    /** Whether it is this run that is in progress, and not one within its callbacks. */
    public boolean isRunning() {
        return depth == 1;
    }

    /** No wait follows. */
    public void end() {
        observer.invalidate();
    }

    private void observe(RunLoopActivity activity) {
        switch (activity) {
            case ENTRY -> depth++;
            case EXIT -> depth--;
            default -> {
                if (isRunning()) {
                    lastLook.run();
                }
            }
        }
    }
}
