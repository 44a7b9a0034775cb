package dev.runloop.bench.lincheck;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.UnrunExecutor;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Operations on an executor: any thread submits tasks, shuts it down and stops it; the loop runs tasks, one at a
 * time.
 *
 * <p>It is stopped only after it was shut down: otherwise stopping is two steps to an observer, because the executor
 * refuses tasks before it removes them.
 */
@Param(name = "number", gen = IntGen.class, conf = "1:3")
public class ExecutorOperations {
    private final RunLoopExecutor executor = UnrunExecutor.make();
    private int ran; // by the loop

    @Operation
    public boolean execute(@Param(name = "number") int number) {
        try {
            executor.execute(new NumberedTask(number));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Returns the number of the task that ran, or 0 if there was none. */
    @Operation(nonParallelGroup = "loop")
    public int runNext() {
        ran = 0;
        try {
            UnrunExecutor.perform(executor);
        } catch (OneIsEnoughException e) {
            // the others stay where they are
        }
        return ran;
    }

    @Operation
    public void shutdown() {
        executor.shutdown();
    }

    /**
     * Returns the numbers of tasks that never ran, or -1 before shutdown. Once only: a task that comes too late for
     * the first stop may be removed by a second one before its producer takes it back.
     */
    @Operation(runOnce = true)
    public List<Integer> stop() {
        if (!executor.isShutdown()) {
            return List.of(-1);
        }
        return executor.shutdownNow().stream()
                .map(task -> ((NumberedTask) task).number)
                .toList();
    }

    @Validate
    public void hasTerminatedIfNothingIsLeft() {
        if (executor.isShutdown() && executor.queuedTaskCount() == 0 && !executor.isTerminated()) {
            throw new IllegalStateException("nothing is left to run, and it has not terminated: " + executor);
        }
        executor.shutdownNow();
    }

    /** A task that ends the perform it runs in. */
    private final class NumberedTask implements Runnable {
        final int number;

        NumberedTask(int number) {
            this.number = number;
        }

        @Override
        public void run() {
            ran = number;
            throw new OneIsEnoughException();
        }
    }

    /** Makes the loop continue in another pass. */
    private static final class OneIsEnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OneIsEnoughException() {
            super("one is enough", null, false, false);
        }
    }
}
