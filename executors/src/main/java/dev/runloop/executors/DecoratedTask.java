package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Future;
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
        return requireNonNull(
                decorator.apply(task), () -> "decorator has answered null for the task " + Described.of(task));
    }

    /** What to put into the queue for a task. */
    static Runnable of(UnaryOperator<Runnable> decorator, Runnable task) {
        return task instanceof GroupTask<?> movable
                ? movable.decorate(decorator)
                : new DecoratedTask(task, decorate(decorator, task));
    }

    /** What runs in place of a task, as the decorator has it; if that fails, so has the task. */
    static Runnable decorated(UnaryOperator<Runnable> decorator, Runnable task) {
        return new DecoratedTask(task, decorate(decorator, task));
    }

    /** What was handed over of a task in the queue. */
    static Runnable original(Runnable task) {
        return task instanceof DecoratedTask(Runnable original, Runnable _) ? original : task;
    }

    @Override
    public void run() {
        run(decorated, original);
    }

    /** Runs what a decorator has made of a task. If that fails without the task, those who wait for the task hear of it. */
    static void run(Runnable decorated, Runnable original) {
        try {
            decorated.run();
        } catch (Throwable e) {
            if (original instanceof LoopTask<?> task && task.failsBy(e)) {
                return;
            }
            if (original instanceof Future<?> future) {
                future.cancel(false);
            }
            throw e;
        }
    }
}
