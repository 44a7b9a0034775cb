package dev.runloop.executors;

import dev.runloop.bench.stress.Pace;

/** Looks whether it is cancelled, and comes to wait only then: who cancels it between the two finds it out. */
final class TaskLookingTooEarly extends ScheduledTask<String> {
    TaskLookingTooEarly(RunLoopExecutor executor, Runnable run, long period) {
        super(executor, new RunnableCall<>(run, ""), 1, period);
    }

    @Override
    boolean comesToWait() {
        if (Place.of(this) != Place.OUT) {
            return true;
        }
        if (isDone()) {
            return false;
        }
        Pace.leaveRoom();
        Place.set(this, Place.WAITING);
        return true;
    }
}
