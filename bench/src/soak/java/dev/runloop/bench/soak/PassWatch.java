package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;

/**
 * Watches the runs of a loop by an observer: each begins with its entry and ends with its exit, nested ones within
 * others, and who goes to sleep wakes up. Its state belongs to the loop's thread.
 */
final class PassWatch {
    private final LaneContext context;
    private final Deque<RunLoopActivity> runs =
            new ArrayDeque<>(); // of each run the last activity, the innermost first
    private final RunLoopObserver observer;

    /** Watches the runs in the default mode from now on, and others if the observer is added there. */
    PassWatch(LaneContext context, RunLoop loop) {
        this.context = context;
        this.observer = RunLoopObserver.create(EnumSet.allOf(RunLoopActivity.class), (_, activity) -> see(activity));
        loop.add(observer, RunLoopMode.DEFAULT);
    }

    /** The observer, to be added to other modes. */
    RunLoopObserver observer() {
        return observer;
    }

    private void see(RunLoopActivity activity) {
        context.ledger().count("observed: " + activity.name().toLowerCase(Locale.ROOT));
        RunLoopActivity before = runs.peek();
        if (activity == RunLoopActivity.ENTRY) {
            runs.push(activity);
            return;
        }
        if (before == null && runs.isEmpty()) {
            runs.push(activity); // it was added within a run
            return;
        }
        boolean follows = switch (activity) {
            case AFTER_WAITING -> before == RunLoopActivity.BEFORE_WAITING;
            case BEFORE_SOURCES -> before == RunLoopActivity.BEFORE_TIMERS;
            case BEFORE_WAITING -> before == RunLoopActivity.BEFORE_SOURCES;
            case BEFORE_TIMERS, EXIT -> before != RunLoopActivity.BEFORE_WAITING;
            case ENTRY -> true;
        };
        context.require(follows, "observers heard of " + activity + " after " + before);
        runs.pop();
        if (activity != RunLoopActivity.EXIT) {
            runs.push(activity);
        }
    }

    /** The loop has ended. */
    void requireEnded() {
        context.require(runs.isEmpty(), "runs without an exit: " + runs);
    }
}
