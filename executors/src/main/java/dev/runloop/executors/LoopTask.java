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
 * The future of a task of a loop. Waiting for it on that loop, where it would never come to run, is an error.
 *
 * <p>It is always cancelled without an interrupt, as {@link FutureTask} would give that to the thread, whatever runs
 * there; {@link TaskStack} then interrupts the task and nothing else.
 */
class LoopTask<V> extends FutureTask<V> implements UserCodeWrapper {
    /** The depth of a task that does not run on its loop. */
    static final int NOWHERE = 0;

    private static final VarHandle DEPTH =
            fieldVarHandle(lookup(), "depth", VarHandle.class, LoopTask.class, int.class);

    private RunLoopExecutor executor; // may become another one before it begins to run
    private final Class<?> calleeClass;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int depth = NOWHERE; // written by the loop's thread

    private @Nullable Thread runnerElsewhere; // under the lock of this: one who runs it, not as a task of the loop

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

    /** The thread that hands it over, or is about to run it: it belongs to another loop. */
    final void moveTo(RunLoopExecutor other) {
        executor = other;
    }

    /** What was to run it has failed: so has this, unless it is done. False if it is. */
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

    /** Runs it here and now: as a task inside the one that is being run, if this is the loop's thread. */
    @Override
    public void run() {
        if (executor.loop().isCurrent()) {
            executor.buffer().runInside(this);
        } else {
            runAsTask();
        }
    }

    /** Runs it as the task that has just been begun here, if this is the loop's thread. */
    void runAsTask() {
        int here = executor.depthHere();
        if (here == NOWHERE) {
            runElsewhere();
            return;
        }
        // Before the look at whether it is cancelled: of this and one who cancels and looks where it runs, one sees the
        // other. The loop cannot leave the task while somebody compares, so the end of it is seen in time.
        int around = depth; // if it runs already, and somebody runs it once more inside
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
     * As {@link FutureTask#cancel}. An interrupt comes to this task and to no other: if it has run the loop again and
     * another task runs inside it, then when that has ended.
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

    /** It has been cancelled, and what is left of it may lie in a queue. */
    void cancelled() {
        executor.taskCancelled();
    }

    private synchronized void interruptElsewhere() {
        if (runnerElsewhere != null) {
            runnerElsewhere.interrupt();
        }
    }

    /**
     * As {@link FutureTask#get()}.
     *
     * @throws IllegalStateException on the executor's own loop, unless the task is done; or if it waits, on a loop of a
     *     group, for a task that could never run
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
     * As {@link FutureTask#get(long, TimeUnit)}.
     *
     * @throws IllegalStateException on the executor's own loop, unless the task is done or there is no time to wait
     */
    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            requireAnswer();
        }
        return super.get(timeout, unit);
    }

    /** Fails on a loop that could only wait for itself. */
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
