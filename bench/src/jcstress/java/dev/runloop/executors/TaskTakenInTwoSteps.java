package dev.runloop.executors;

/** Looks whether it is a tombstone, and says that it is out only then: who cancels it between the two leaves a tombstone nowhere. */
final class TaskTakenInTwoSteps extends ScheduledTask<String> {
    TaskTakenInTwoSteps(RunLoopExecutor executor, Runnable run, long period) {
        super(executor, new RunnableCall<>(run, ""), 1, period);
    }

    @Override
    boolean leaves() {
        boolean isWhole = Place.of(this) != Place.TOMBSTONE;
        Place.set(this, Place.OUT);
        return isWhole;
    }
}
