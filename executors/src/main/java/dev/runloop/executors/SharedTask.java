package dev.runloop.executors;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task that was given to {@code execute} of a group by one of its loops. The thread that runs it, or hands it back, or discards
 * it takes it first, so only one of these is done, and once. Actions of the thread that hands it over happen-before
 * its run, by the queue that it came from.
 */
final class SharedTask extends AtomicBoolean implements Shareable {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Runnable body; // until it is taken

    SharedTask(Runnable body) {
        this.body = body;
    }

    @Override
    public boolean isToRun() {
        return !get();
    }

    /** Whether the caller is the one who does with it whatever is done. */
    boolean take() {
        return compareAndSet(false, true);
    }

    @Override
    public void run() {
        Runnable present = body;
        if (take() && present != null) {
            body = null;
            present.run();
        }
    }

    /** Whether an entry of a queue may be handed back or discarded; false if it runs on another loop, or has run there. */
    static boolean takeBack(Runnable entry) {
        return switch (entry) {
            case DecoratedTask(Runnable _, SharedTask shared) -> shared.take();
            case GroupTask<?> movable -> movable.isWaiting();
            default -> true;
        };
    }
}
