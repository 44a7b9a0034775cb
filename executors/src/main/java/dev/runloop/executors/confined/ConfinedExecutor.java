package dev.runloop.executors.confined;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts a confined thread for each task.
 *
 * <p>One word of state counts the tasks that have not ended, in twos; its lowest bit is set by the shutdown. So a new task
 * is either rejected by a shutdown or counted before it, and the last task to end after a shutdown knows that it is the last.
 * Actions of the tasks happen-before a return of true from {@link #awaitTermination}. Thread-safe.
 */
final class ConfinedExecutor extends AbstractExecutorService {
    private static final long SHUT = 1;
    private static final long TASK = 2;

    private final ConfinedThreads threads;
    private final Carrier carrier;
    private final AtomicLong state = new AtomicLong();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean isStopped; // interrupts tasks that begin from now on

    ConfinedExecutor(ConfinedThreads threads, Carrier carrier) {
        this.threads = threads;
        this.carrier = carrier;
    }

    /** What the thread of a task does. */
    private record Body(ConfinedExecutor executor, Runnable task) implements Runnable {
        @Override
        public void run() {
            if (executor.isStopped) { // it was not running yet when the others were interrupted
                Thread.currentThread().interrupt();
            }
            try {
                task.run();
            } finally {
                executor.end();
            }
        }
    }

    /** The future of a task. Waiting for it on the thread that carries the task is an error. */
    private static final class Task<V> extends FutureTask<V> {
        private final ConfinedExecutor executor;

        Task(ConfinedExecutor executor, Callable<V> callable) {
            super(callable);
            this.executor = executor;
        }

        @Override
        public V get() throws InterruptedException, ExecutionException {
            if (!isDone()) {
                executor.requireOtherThread("get()");
            }
            return super.get();
        }

        @Override
        public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            if (timeout > 0 && !isDone()) {
                executor.requireOtherThread("get()");
            }
            return super.get(timeout, unit);
        }
    }

    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (!begin()) {
            throw new RejectedExecutionException("task " + task + " rejected by " + this);
        }
        boolean started = false;
        try {
            threads.start(new Body(this, task));
            started = true;
        } finally {
            if (!started) { // the loop has ended, or there is no memory for a thread
                end();
            }
        }
    }

    private boolean begin() {
        long seen;
        do {
            seen = state.get();
            if ((seen & SHUT) != 0) {
                return false;
            }
        } while (!state.compareAndSet(seen, seen + TASK));
        return true;
    }

    private void end() {
        if (state.addAndGet(-TASK) == SHUT) {
            terminated.countDown();
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new Task<>(this, callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new Task<>(this, Executors.callable(runnable, value));
    }

    /** Throws on the loop's thread, which would wait for what only it can carry. */
    void requireOtherThread(String operation) {
        if (carrier.loop().isCurrent()) {
            throw new IllegalStateException(
                    operation + " on the thread that carries the tasks would wait for itself: " + this);
        }
    }

    private void requireOtherThread(String operation, Collection<?> tasks) {
        if (!requireNonNull(tasks, "tasks").isEmpty()) {
            requireOtherThread(operation);
        }
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        requireOtherThread("invokeAll()", tasks);
        return super.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        requireOtherThread("invokeAll()", tasks);
        return super.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        requireOtherThread("invokeAny()", tasks);
        return super.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        requireOtherThread("invokeAny()", tasks);
        return super.invokeAny(tasks, timeout, unit);
    }

    // ---- the end ----

    @Override
    public void shutdown() {
        long before = state.getAndUpdate(seen -> seen | SHUT);
        if (before == 0) {
            terminated.countDown();
        }
    }

    /** Interrupts the tasks where they are carried, as the living ones are known only there. Returns none. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        isStopped = true;
        if (!isTerminated()) {
            carrier.carry(() -> carrier.living().interruptIf(this::isMine));
        }
        return List.of();
    }

    private boolean isMine(Runnable body) {
        return body instanceof Body mine && mine.executor == this;
    }

    @Override
    public boolean isShutdown() {
        return (state.get() & SHUT) != 0;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        requireNonNull(unit, "unit");
        if (timeout > 0 && !isTerminated()) {
            requireOtherThread("awaitTermination()");
        }
        return terminated.await(timeout, unit);
    }

    /**
     * Shuts down and waits until all tasks have ended. An interrupt of the calling thread interrupts them.
     *
     * @throws IllegalStateException on the loop's thread, if there are tasks to wait for; nothing is shut down then
     */
    @Override
    public void close() {
        if (state.get() >= TASK) {
            requireOtherThread("close()");
        }
        super.close();
    }

    @Override
    public String toString() {
        String is = isTerminated() ? "Terminated" : isShutdown() ? "Shutting down" : "Running";
        return "ConfinedExecutor(" + carrier.loop().thread().getName() + ")[" + is + ", running tasks = "
                + state.get() / TASK + "]";
    }
}
