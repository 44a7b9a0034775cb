package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The door to a {@link TaskBuffer}: decorates tasks, and finds room for them or does what the policy says.
 *
 * <p>Thread-safe. Actions before {@link #execute} happen-before the task.
 */
final class TaskIntake implements Executor {
    private final TaskBuffer buffer;
    private final ExecutorSettings settings;
    private final Object owner; // for messages
    private final boolean isPlain;
    private final @Nullable Room room;

    TaskIntake(TaskBuffer buffer, ExecutorSettings settings, Object owner) {
        this.buffer = buffer;
        this.settings = settings;
        this.owner = owner;
        this.isPlain = settings.isPlain();
        this.room = buffer.queue().room();
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
            throw rejected(task, "is shut down");
        }
    }

    private void decorateAndAdmit(Runnable task) {
        Runnable entry = settings.decorator() == null ? task : DecoratedTask.of(settings.decorator(), task);
        if (room == null || room.tryAcquire() || makeRoom(room, entry)) {
            if (!buffer.offer(entry, task)) {
                throw rejected(task, "is shut down");
            }
        }
    }

    /** Gets room for a task by the policy; false if the policy has done with the task. */
    private boolean makeRoom(Room room, Runnable entry) {
        if (!buffer.isOpen()) {
            throw rejected(entry, "is shut down");
        }
        switch (settings.overflowPolicy()) {
            case ABORT -> throw rejected(entry, "has no room for it");
            case CALLER_RUNS -> entry.run();
            case DISCARD -> discard(entry);
            case DISCARD_OLDEST -> {
                return discardOldest(room, entry);
            }
            case BLOCK -> {
                waitForRoom(room, entry);
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ThreadPriorityCheck") // for one who has got room, and is about to use it
    private boolean discardOldest(Room room, Runnable entry) {
        while (!room.tryAcquire()) {
            if (!buffer.isOpen()) {
                throw rejected(entry, "is shut down");
            }
            Runnable oldest = buffer.takeOldest(TaskIntake::mayBeDiscarded);
            if (oldest != null) {
                discard(oldest);
            } else if (!buffer.queue().isEmpty()) {
                discard(entry); // the oldest has to run, so it is this one
                return false;
            } else {
                Thread.yield();
            }
        }
        return true;
    }

    private void waitForRoom(Room room, Runnable entry) {
        if (buffer.loop().isCurrent()) {
            throw rejected(entry, "has no room for it, and would never have if its own loop waited");
        }
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(message(entry, "had no room for it until interrupted"), e);
        }
    }

    private void discard(Runnable entry) {
        if (!mayBeDiscarded(entry)) {
            throw rejected(entry, "has no room for it, and a completion stage cannot be discarded");
        }
        Runnable task = DecoratedTask.original(entry);
        if (task instanceof Future<?> future) {
            future.cancel(false);
        }
        settings.onDiscard().accept(task);
    }

    /** A stage of a completable future knows no way of being cancelled: it has to run, or to be rejected. */
    private static boolean mayBeDiscarded(Runnable entry) {
        return !(DecoratedTask.original(entry) instanceof AsynchronousCompletionTask);
    }

    RejectedExecutionException rejected(Runnable entry, String why) {
        return new RejectedExecutionException(message(entry, why));
    }

    private String message(Runnable entry, String why) {
        return "task " + DecoratedTask.original(entry) + " rejected by " + owner + ", which " + why;
    }

    @Override
    public String toString() {
        return "order " + settings.order() + " in " + settings.modes() + " of " + owner;
    }
}
