package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * A decorated task in the queue.
 *
 * @param original the task that was handed over, which can be cancelled and handed back
 * @param decorated what the decorator made of it, which runs
 */
record DecoratedTask(Runnable original, Runnable decorated) implements Runnable {

    /** Calls the decorator, on the thread that hands the task over. */
    static Runnable decorate(UnaryOperator<Runnable> decorator, Runnable task) {
        return requireNonNull(
                decorator.apply(task), () -> "decorator has answered null for the task " + Described.of(task));
    }

    /** The entry of the queue for a task. */
    static Runnable of(UnaryOperator<Runnable> decorator, Runnable task) {
        return task instanceof GroupTask<?> movable
                ? movable.decorate(decorator)
                : new DecoratedTask(task, decorate(decorator, task));
    }

    /** The decorated form of a task. If that fails, so does the task. */
    static Runnable decorated(UnaryOperator<Runnable> decorator, Runnable task) {
        return new DecoratedTask(task, decorate(decorator, task));
    }

    /** The task that was handed over, given its entry of the queue. */
    static Runnable original(Runnable task) {
        return task instanceof DecoratedTask(Runnable original, Runnable _) ? original : task;
    }

    @Override
    public void run() {
        run(decorated, original);
    }

    /** Runs a decorated task. If the decorator fails outside the task, the task's future completes all the same. */
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
