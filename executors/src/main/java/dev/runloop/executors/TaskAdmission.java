package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Admits tasks to a {@link TaskBuffer}: decorates them, and gets them a permit or applies the {@link OverflowPolicy}.
 *
 * <p>Thread-safe. Actions before {@link #execute} happen-before the task.
 */
final class TaskAdmission implements Executor {
    private final TaskBuffer buffer;
    private final ExecutorSettings settings;
    private final Object owner; // named in messages
    private final boolean isPlain;
    private final @Nullable Capacity capacity;

    TaskAdmission(TaskBuffer buffer, ExecutorSettings settings, Object owner) {
        this.buffer = buffer;
        this.settings = settings;
        this.owner = owner;
        this.isPlain = settings.isPlain();
        this.capacity = buffer.queue().capacity();
    }

    TaskBuffer buffer() {
        return buffer;
    }

    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (!isPlain) {
            decorateAndAdmit(task);
        } else if (!buffer.offer(task)) {
            throw rejectedAtEnd(task);
        }
    }

    private void decorateAndAdmit(Runnable task) {
        admit(settings.decorator() == null ? task : DecoratedTask.of(settings.decorator(), task), task);
    }

    /** Like {@link #execute}, for a task that other loops may run first; returns what they run. */
    SharedTask executeShared(Runnable task) {
        requireNonNull(task, "task");
        var shared = new SharedTask(
                settings.decorator() == null ? task : DecoratedTask.decorated(settings.decorator(), task));
        admit(new DecoratedTask(task, shared), task);
        return shared;
    }

    private void admit(Runnable entry, Runnable task) {
        if (capacity == null || capacity.tryAcquire() || makeRoom(capacity, entry)) {
            offer(entry, task);
        }
    }

    private void offer(Runnable entry, Runnable task) {
        boolean isOffered = false;
        try {
            isOffered = buffer.offer(entry, task);
        } finally {
            if (!isOffered && capacity != null) {
                capacity.release(); // rejected, or out of stack or memory
            }
        }
        if (!isOffered) {
            throw rejectedAtEnd(task);
        }
    }

    /** Applies the policy. True if that got a permit for the task; false if the policy has dealt with it. */
    private boolean makeRoom(Capacity capacity, Runnable entry) {
        if (!buffer.isOpen()) {
            throw rejectedAtEnd(entry);
        }
        switch (settings.overflowPolicy()) {
            case ABORT -> throw rejected(entry, "has no room for it");
            case CALLER_RUNS -> runHere(entry);
            case DISCARD -> discard(entry);
            case DISCARD_OLDEST -> {
                return discardOldest(capacity, entry);
            }
            case BLOCK -> {
                waitForRoom(capacity, entry);
                return true;
            }
        }
        return false;
    }

    private void runHere(Runnable entry) {
        if (buffer.loop().isCurrent()) {
            buffer.runInside(entry);
        } else {
            entry.run();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // lets a thread that has a permit use it
    private boolean discardOldest(Capacity capacity, Runnable entry) {
        while (!capacity.tryAcquire()) {
            if (!buffer.isOpen()) {
                throw rejectedAtEnd(entry);
            }
            Runnable oldest = buffer.takeOldest(entry, TaskAdmission::mayBeDiscarded);
            if (oldest == null) {
                Thread.yield();
            } else {
                discard(oldest);
                if (oldest == entry) {
                    return false; // the waiting task has to run
                }
            }
        }
        return true;
    }

    private void waitForRoom(Capacity capacity, Runnable entry) {
        if (buffer.loop().isCurrent()) {
            throw rejected(entry, "has no room for it, and would never have if its own loop waited");
        }
        try {
            capacity.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(message(entry, "had no room for it until interrupted"), e);
        }
    }

    private void discard(Runnable entry) {
        if (!mayBeDiscarded(entry)) {
            throw rejected(entry, "has no room for it, and a completion stage cannot be discarded");
        }
        if (entry instanceof Spare spare) {
            spare.drop();
            return; // the task itself is in another queue
        }
        if (!SharedTask.takeBack(entry)) {
            return; // another loop runs it
        }
        Runnable task = DecoratedTask.original(entry);
        if (task instanceof Future<?> future) {
            future.cancel(false);
        }
        settings.onDiscard().accept(task);
    }

    /** A stage of a completable future cannot be cancelled: it has to run or to be rejected. */
    private static boolean mayBeDiscarded(Runnable entry) {
        return !(DecoratedTask.original(entry) instanceof AsynchronousCompletionTask);
    }

    RejectedExecutionException rejectedAtEnd(Runnable entry) {
        return rejected(
                entry, buffer.termination().isLeftByLoop() ? "is shut down, as its loop has ended" : "is shut down");
    }

    private RejectedExecutionException rejected(Runnable entry, String why) {
        return new RejectedExecutionException(message(entry, why));
    }

    private String message(Runnable entry, String why) {
        return "task " + Described.of(DecoratedTask.original(entry)) + " rejected by " + owner + ", which " + why;
    }

    @Override
    public String toString() {
        return "order " + settings.order() + " in " + settings.modes() + " of " + owner;
    }
}
