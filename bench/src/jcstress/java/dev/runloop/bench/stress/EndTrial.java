package dev.runloop.bench.stress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An executor that ends while somebody hands it a task, or has the task that it is about to run handed back. What becomes
 * of the task is counted: each run, and each list in which it is handed back.
 */
abstract class EndTrial {
    private final Worker worker;
    private final AtomicInteger runs = new AtomicInteger();
    private int handedBack; // by the one who stops

    EndTrial(Supplier<Worker> workers, boolean hasTask) {
        worker = workers.get();
        if (hasTask) {
            worker.execute(runs::incrementAndGet);
        }
    }

    /** The producer: hands the task over, and answers whether it was accepted. */
    final int execute() {
        Pace.pause();
        return worker.execute(runs::incrementAndGet) ? 1 : 0;
    }

    /** The loop: runs what is there. */
    final void run() {
        worker.runTasks();
    }

    /** The loop: runs what is there, and ends. */
    final void end() {
        worker.shutdown();
        worker.runTasks();
    }

    /** Anyone: stops. */
    final void stop() {
        handedBack = worker.shutdownNow().size();
    }

    /** Afterwards, when the loop has looked once more: how often the task was run. */
    final int runs() {
        worker.runTasks();
        return runs.get();
    }

    /** Afterwards: how often it was handed back. */
    final int handedBack() {
        return handedBack;
    }
}
