package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.Failures;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where the dependents of a future run, and theirs in turn: as tasks of an executor, accepted even if its queue is full, until
 * it is stopped; then on its loop, until that has ended; then on the thread that completes the future. None is lost in
 * between, and none runs nested in another, however long the chain.
 *
 * <p>Actions before the completion of a future happen-before its dependents, as with any completable future. Thread-safe.
 */
final class DependentsPlace implements Executor {
    private static final ThreadLocal<@Nullable Queue<Runnable>> RUNNING_HERE = new ThreadLocal<>();

    private volatile RunLoopExecutor executor; // until the task runs, perhaps on another loop of the group

    DependentsPlace(RunLoopExecutor executor) {
        this.executor = executor;
    }

    RunLoopExecutor executor() {
        return executor;
    }

    /** The task runs on another executor; called before any dependent runs. */
    void moveTo(RunLoopExecutor other) {
        executor = other;
    }

    DecoratedCall decorated() {
        return executor.decoratedCall();
    }

    @Override
    public void execute(Runnable dependent) {
        RunLoopExecutor present = executor;
        var entry = new Dependent(dependent, present);
        if (!present.buffer().squeezeInDependent(entry)) {
            entry.runLate();
        }
    }

    /**
     * A dependent in the queue of an executor.
     *
     * @param body its action
     */
    record Dependent(Runnable body, RunLoopExecutor executor) implements Runnable, AsynchronousCompletionTask {
        @Override
        public void run() {
            body.run();
        }

        /** Runs it although the executor will not. */
        void runLate() {
            RunLoop loop = executor.loopAsItIs();
            if (loop.isCurrent() || loop.hasEnded()) {
                runHere();
            } else {
                new Latecomer(this).put(loop);
            }
        }

        /** One after the other: a dependent that completes another future does not run that one's dependents nested. */
        private void runHere() {
            Queue<Runnable> present = RUNNING_HERE.get();
            if (present != null) {
                present.add(body);
                return;
            }
            Queue<Runnable> queue = new ArrayDeque<>();
            RUNNING_HERE.set(queue);
            try {
                for (Runnable next = body; next != null; next = queue.poll()) {
                    runGuarded(next);
                }
            } finally {
                RUNNING_HERE.remove();
            }
        }

        /** A stage keeps what it throws, but a task given to the default executor by hand may throw. */
        private void runGuarded(Runnable next) {
            try {
                next.run();
            } catch (Throwable e) {
                Failures.report(executor.loopAsItIs().exceptionHandler().orElse(null), e);
            }
        }
    }

    /** A dependent that comes after the end of its executor: a source of its own that is performed once, or cancelled. */
    private static final class Latecomer implements Source0.Callbacks {
        private final Dependent dependent;
        private final AtomicBoolean isTaken = new AtomicBoolean();
        private final Source0 source = Source0.create(this);

        Latecomer(Dependent dependent) {
            this.dependent = dependent;
        }

        void put(RunLoop loop) {
            try {
                for (RunLoopMode mode : dependent.executor().modes()) {
                    loop.add(source, mode);
                }
                source.signalAndWakeUp();
            } catch (RunLoopEndedException e) {
                take();
            }
        }

        @Override
        public void perform() {
            take();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            take();
        }

        private void take() {
            if (isTaken.compareAndSet(false, true)) {
                source.invalidate();
                dependent.runHere();
            }
        }
    }
}
