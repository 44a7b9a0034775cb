package dev.runloop.executors.scope;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subtask, from its fork to the end of its thread. It wraps the JDK's own twice: as the task given to the scope, it notes
 * when the user's task is done; as the body of the thread, it notes when all that follows is done too.
 */
final class ForkedTask<U> implements Callable<U>, Runnable {
    private static final VarHandle HAS_ENDED =
            fieldVarHandle(lookup(), "hasEnded", VarHandle.class, ForkedTask.class, boolean.class);

    private final Callable<? extends U> task;
    private final @Nullable Consumer<? super Outcome<U>> receiver;
    private final ScopeProgress progress;
    private final LiveWait wait; // the owner's

    // Written by the owner before the thread starts.
    private @Nullable Subtask<? extends U> subtask;
    private @Nullable Runnable body;
    private @Nullable Thread thread;
    private boolean isWatched; // ends with the thread, whatever that does besides

    private boolean isCompleting; // by the thread

    @SuppressWarnings("UnusedVariable") // by its handle; by the thread, or by the owner if it was never started
    private volatile boolean hasEnded;

    ForkedTask(
            Callable<? extends U> task,
            @Nullable Consumer<? super Outcome<U>> receiver,
            ScopeProgress progress,
            LiveWait wait) {
        this.task = task;
        this.receiver = receiver;
        this.progress = progress;
        this.wait = wait;
    }

    /** The owner: the scope has a subtask for this. */
    @SuppressWarnings("unchecked") // the scope creates a subtask of the type of its task
    void isForkedAs(Subtask<?> subtask) {
        this.subtask = (Subtask<? extends U>) subtask;
    }

    /** The owner: the scope has made this the body of a thread. */
    Runnable withBody(Runnable body) {
        this.body = body;
        return this;
    }

    /**
     * The owner: this is the thread.
     *
     * @param isTrusted whether it only runs the body, so that it ends with it
     */
    void hasThread(Thread thread, boolean isTrusted) {
        this.thread = thread;
        this.isWatched = !isTrusted;
        progress.begin();
    }

    /**
     * The owner, afterwards: a thread that was not started, because the scope was cancelled meanwhile or for another reason,
     * has ended. A thread that may do other things before, after or in place of the body is watched.
     */
    void isForked(boolean wasAccepted) {
        Thread made = thread;
        if (made == null) {
            return;
        }
        if (!wasAccepted || !made.isAlive()) {
            end();
        } else if (isWatched) {
            LibraryThreads.startVirtual("runloop-scope-watch", () -> {
                ThreadEnd.await(made);
                end();
            });
        }
    }

    @Override
    public U call() throws Exception {
        try {
            return task.call();
        } finally {
            isCompleting = true;
            progress.beginCompleting();
        }
    }

    @Override
    public void run() {
        try {
            if (body != null) {
                body.run();
            }
        } finally {
            try {
                deliver();
            } finally {
                if (!isWatched) {
                    end();
                }
            }
        }
    }

    /** A subtask that has completed after its scope was cancelled has no outcome. */
    private void deliver() {
        if (receiver == null || subtask == null) {
            return;
        }
        switch (subtask.state()) {
            case SUCCESS -> deliver(receiver, new Outcome.Success<>(subtask.get()));
            case FAILED -> deliver(receiver, new Outcome.Failure<>(subtask.exception()));
            case UNAVAILABLE -> {}
        }
    }

    private void deliver(Consumer<? super Outcome<U>> to, Outcome<U> outcome) {
        wait.queue(() -> to.accept(outcome));
    }

    private void end() {
        if (!HAS_ENDED.compareAndSet(this, false, true)) {
            return;
        }
        if (isCompleting) {
            progress.endCompleting();
        }
        if (progress.end()) {
            wait.lookAgain();
        }
    }
}
