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
 * What is done with an executor: tasks are handed over, it is shut down and stopped by anyone, and tasks are run by the
 * loop, one at a time.
 *
 * <p>It is stopped only when it has been shut down: to stop it at once are two steps to those who look on, as the door is
 * closed before the tasks are taken out.
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

    /** Answers the number of the task that was run; 0 if there was none. */
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
     * Answers the numbers of those that never ran; -1 if it has not been shut down. Once only: a task that comes too late
     * for the first stop may be taken out by a second one before its producer takes it back.
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

    /** A task that ends the perform in which it runs. */
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

    /** Tells the loop to go on in another pass. */
    private static final class OneIsEnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OneIsEnoughException() {
            super("one is enough", null, false, false);
        }
    }
}
