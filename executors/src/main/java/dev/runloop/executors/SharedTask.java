package dev.runloop.executors;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task given to {@code execute} of a group by one of its loops. A thread must take it before it runs it, hands it back or
 * discards it, so one of these happens, and once. Actions of the thread that hands it over happen-before its run, by way of
 * the queue that held it.
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

    /** Claims the task; true for one caller. */
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

    /** Claims an entry of a queue in order to hand it back or discard it; false if another loop runs or has run it. */
    static boolean takeBack(Runnable entry) {
        return switch (entry) {
            case DecoratedTask(Runnable _, SharedTask shared) -> shared.take();
            case GroupTask<?> movable -> movable.isWaiting();
            default -> true;
        };
    }
}
