package dev.runloop.executors;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of a task of a loop. Waiting for it on that loop, where it could never run, is an error.
 *
 * <p>The {@link FutureTask} is always cancelled without an interrupt, as it would interrupt its thread whatever runs there.
 * {@link TaskStack} then interrupts this task and no other.
 */
class LoopTask<V> extends FutureTask<V> implements UserCodeWrapper {
    /** The depth of a task that is not running on its loop. */
    static final int NOWHERE = 0;

    private static final VarHandle DEPTH =
            fieldVarHandle(lookup(), "depth", VarHandle.class, LoopTask.class, int.class);

    private RunLoopExecutor executor; // may change until the task begins to run
    private final Class<?> calleeClass;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int depth = NOWHERE; // written by the loop's thread

    private @Nullable Thread runnerElsewhere; // guarded by this: a thread that runs it other than as a task of the loop

    LoopTask(RunLoopExecutor executor, Callable<V> callable) {
        super(callable);
        this.executor = executor;
        this.calleeClass = UserCodeWrapper.classOf(callable);
    }

    @Override
    public Class<?> calleeClass() {
        return calleeClass;
    }

    RunLoopExecutor executor() {
        return executor;
    }

    /** The thread that hands it over or is about to run it: assigns it to another loop. */
    final void moveTo(RunLoopExecutor other) {
        executor = other;
    }

    /** What was to run it has failed, and so has this, unless it is done. False if it is. */
    boolean failsBy(Throwable exception) {
        if (isDone()) {
            return false;
        }
        setException(exception);
        return true;
    }

    int depth() {
        return (int) DEPTH.getVolatile(this);
    }

    /** Runs it here and now; on the loop's thread as a task nested in the running one. */
    @Override
    public void run() {
        if (executor.loop().isCurrent()) {
            executor.buffer().runInside(this);
        } else {
            runAsTask();
        }
    }

    /** Runs it; on the loop's thread as the task that has just begun. */
    void runAsTask() {
        int here = executor.depthHere();
        if (here == NOWHERE) {
            runElsewhere();
            return;
        }
        // Written before the check for cancellation; a cancelling thread does the reverse, so one of the two sees the
        // other. The loop cannot leave the task while a cancelling thread compares depths.
        int around = depth; // in case it runs already and is run again inside
        DEPTH.setVolatile(this, here);
        try {
            runHere();
        } finally {
            DEPTH.setRelease(this, around);
        }
    }

    /** The task itself. */
    void runHere() {
        super.run();
    }

    private void runElsewhere() {
        synchronized (this) {
            runnerElsewhere = Thread.currentThread();
        }
        try {
            runHere();
        } finally {
            synchronized (this) {
                runnerElsewhere = null;
            }
        }
    }

    /**
     * Like {@link FutureTask#cancel}. An interrupt reaches this task and no other: if it has run the loop again and another
     * task runs nested in it, once that has ended.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(false);
        if (cancelled && mayInterruptIfRunning) {
            if (depth() != NOWHERE) {
                executor.stack().interrupt(this);
            }
            interruptElsewhere();
        }
        if (cancelled) {
            cancelled();
        }
        return cancelled;
    }

    /** It has been cancelled, and may still lie in a queue. */
    void cancelled() {
        executor.taskCancelled();
    }

    private synchronized void interruptElsewhere() {
        if (runnerElsewhere != null) {
            runnerElsewhere.interrupt();
        }
    }

    /**
     * Like {@link FutureTask#get()}.
     *
     * @throws IllegalStateException on the executor's own loop, unless the task is done; or on a loop of a group, if the task
     *     could never run
     */
    @Override
    public V get() throws InterruptedException, ExecutionException {
        if (isDone()) {
            return super.get();
        }
        GroupWaits waits = executor.groupWaits();
        int here = waits == null ? GroupWaits.ELSEWHERE : waits.here();
        if (waits == null || here == GroupWaits.ELSEWHERE) {
            executor.requireOtherThread("get()");
            return super.get();
        }
        LoopTask<?> around = waits.begin(here, this);
        try {
            return super.get();
        } finally {
            waits.end(here, around);
        }
    }

    /**
     * Like {@link FutureTask#get(long, TimeUnit)}.
     *
     * @throws IllegalStateException on the executor's own loop, unless the task is done or the timeout is zero
     */
    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            requireAnswer();
        }
        return super.get(timeout, unit);
    }

    /** Throws on a loop that would wait for itself. */
    void requireAnswer() {
        if (isDone()) {
            return;
        }
        GroupWaits waits = executor.groupWaits();
        int here = waits == null ? GroupWaits.ELSEWHERE : waits.here();
        if (waits == null || here == GroupWaits.ELSEWHERE) {
            executor.requireOtherThread("get()");
        } else {
            waits.requireAnswer(here, this);
        }
    }
}
