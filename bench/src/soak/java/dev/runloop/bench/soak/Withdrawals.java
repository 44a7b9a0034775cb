package dev.runloop.bench.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/**
 * Errands whose futures were cancelled. Whether one had begun by then, only its run can tell; when nothing of the
 * executor is outstanding any more, those that have not run never will. Thread-safe, but for {@link #settle}.
 */
final class Withdrawals {
    private final Queue<Errand> errands = new ConcurrentLinkedQueue<>();

    /** Cancels the future of an errand. Answers whether that has changed anything. */
    boolean cancel(Errand errand, Future<?> future, boolean mayInterrupt) {
        if (mayInterrupt) {
            errand.mayBeInterrupted();
        }
        if (!future.cancel(mayInterrupt)) {
            return false;
        }
        errands.add(errand);
        return true;
    }

    /** The future of an errand was cancelled by somebody else. */
    void add(Errand errand) {
        errands.add(errand);
    }

    /** Nothing is outstanding any more. */
    void settle() {
        for (Errand errand = errands.poll(); errand != null; errand = errands.poll()) {
            if (!errand.isOver()) {
                errand.end(Outcome.CANCELLED);
            }
        }
    }
}
