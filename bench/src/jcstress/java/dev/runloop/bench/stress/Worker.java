package dev.runloop.bench.stress;

import java.util.List;

/** What the stress tests need of an executor that ends, so that they can be put to a broken one too. */
interface Worker {
    /** Anyone: hands a task over; false if it is rejected. */
    boolean execute(Runnable task);

    /** The loop: runs tasks that are there. */
    void runTasks();

    /** Anyone: takes nothing more in. */
    void shutdown();

    /** Anyone: runs nothing more, and hands back what never ran. */
    List<Runnable> shutdownNow();
}
