package dev.runloop.executors;

import dev.runloop.UnrunLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Executors on loops that nobody runs, for trials in which somebody plays the part of the loop's thread. */
public final class UnrunExecutor {
    private static final VarHandle SOURCE;

    static {
        try {
            SOURCE = MethodHandles.privateLookupIn(TaskBuffer.class, MethodHandles.lookup())
                    .findVarHandle(TaskBuffer.class, "source", TaskSource.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private UnrunExecutor() {}

    /** {@return one} */
    public static RunLoopExecutor make() {
        return RunLoopExecutors.on(UnrunLoop.make());
    }

    /**
     * Does what the loop does when it performs the source of an executor: runs its tasks.
     *
     * @param executor the executor
     */
    public static void perform(RunLoopExecutor executor) {
        ((TaskSource) SOURCE.get(executor.buffer())).perform();
    }
}
