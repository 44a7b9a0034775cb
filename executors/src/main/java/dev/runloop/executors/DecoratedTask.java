package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/**
 * A task in the queue as its decorator has made it, with the one that was handed over.
 *
 * @param original the task as it was handed over, which can be cancelled and handed back
 * @param decorated what runs
 */
record DecoratedTask(Runnable original, Runnable decorated) implements Runnable {

    /** Has the decorator do its work, on the thread that hands the task over. */
    static Runnable decorate(UnaryOperator<Runnable> decorator, Runnable task) {
        return requireNonNull(decorator.apply(task), () -> "decorator has answered null for the task " + task);
    }

    /** What was handed over of a task in the queue. */
    static Runnable original(Runnable task) {
        return task instanceof DecoratedTask(Runnable original, Runnable _) ? original : task;
    }

    @Override
    public void run() {
        decorated.run();
    }
}
