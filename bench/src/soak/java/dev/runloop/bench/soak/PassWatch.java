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
 * Checks by an observer that each run of a loop begins with its entry and ends with its exit, that nested runs lie
 * within outer ones, and that each sleep ends. Its state belongs to the loop's thread.
 */
final class PassWatch {
    private final LaneContext context;
    private final Deque<RunLoopActivity> runs = new ArrayDeque<>(); // the last activity of each run, innermost first
    private final RunLoopObserver observer;

    /** Watches runs in the default mode, and in other modes that the observer is added to. */
    PassWatch(LaneContext context, RunLoop loop) {
        this.context = context;
        this.observer = RunLoopObserver.create(EnumSet.allOf(RunLoopActivity.class), (_, activity) -> see(activity));
        loop.add(observer, RunLoopMode.DEFAULT);
    }

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
        context.require(follows, "observed " + activity + " after " + before);
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
