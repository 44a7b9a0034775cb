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
 * Where the dependents of a future run, and those of its dependents: as tasks of an executor, without asking for room,
 * until it is stopped; then still on its loop, as long as that has not ended; and then on the thread that completes the
 * future. None is lost on the way, and none runs inside another, however long their chain is.
 *
 * <p>Actions before a future is completed happen-before its dependents, as with every completable future. Thread-safe.
 */
final class DependentsPlace implements Executor {
    private static final ThreadLocal<@Nullable Queue<Runnable>> RUNNING_HERE = new ThreadLocal<>();

    private volatile RunLoopExecutor executor; // until the task runs, which may be on another loop of a group

    DependentsPlace(RunLoopExecutor executor) {
        this.executor = executor;
    }

    RunLoopExecutor executor() {
        return executor;
    }

    /** The task runs there, before any dependent does. */
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
     * @param body the dependent
     */
    record Dependent(Runnable body, RunLoopExecutor executor) implements Runnable, AsynchronousCompletionTask {
        @Override
        public void run() {
            body.run();
        }

        /** The executor does not run it any more. */
        void runLate() {
            RunLoop loop = executor.loopAsItIs();
            if (loop.isCurrent() || loop.hasEnded()) {
                runHere();
            } else {
                new Latecomer(this).put(loop);
            }
        }

        /** One after the other: one that completes another future here does not run the dependents of that inside it. */
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

        /** What a stage throws it keeps; what is given to the default executor by hand may throw. */
        private void runGuarded(Runnable next) {
            try {
                next.run();
            } catch (Throwable e) {
                Failures.tell(executor.loopAsItIs().exceptionHandler().orElse(null), e);
            }
        }
    }

    /** A dependent that comes after its executor, in a source of its own: performed once, or told that the loop ends. */
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
