package dev.runloop.diagnostics;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the handler of a monitor of stalls, one after the other, on a thread of its own: so a handler may take its time, throw,
 * or leave its thread interrupted, and the monitor looks on. What comes while {@value #MOST_WAITING} reports wait is dropped,
 * and how much that was is logged.
 *
 * <p>Thread-safe. A report is handed over under the lock of this, so what the monitor has done before {@link #add}
 * happens-before the handler's call.
 */
final class StallTeller {
    /** How many reports wait at most. */
    static final int MOST_WAITING = 256;

    private final Consumer<? super StallReport> handler;
    private final Thread thread;
    private final Deque<StallReport> waiting = new ArrayDeque<>(); // under the lock of this, as are the next two
    private int dropped; // since this was logged
    private boolean closed;

    StallTeller(Consumer<? super StallReport> handler) {
        this.handler = handler;
        this.thread =
                LibraryThreads.platform().daemon().name("runloop-stall-reports").unstarted(this::tellAll);
    }

    void start() {
        thread.start();
    }

    synchronized void add(StallReport report) {
        if (closed) {
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            dropped++;
        } else {
            waiting.addLast(report);
            notifyAll();
        }
    }

    /** Waits until all that was added has been told; called by the handler, drops what is left and does not wait. */
    void close() {
        boolean isHandler = Thread.currentThread() == thread;
        synchronized (this) {
            closed = true;
            if (isHandler) {
                waiting.clear();
                dropped = 0;
            }
            notifyAll();
        }
        if (!isHandler && thread.getState() != Thread.State.NEW) {
            ThreadEnd.await(thread);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // takes back what a handler may have set
    private void tellAll() {
        ClassLoader loader = thread.getContextClassLoader();
        for (StallReport report = next(); report != null; report = next()) {
            try {
                handler.accept(report);
            } catch (Throwable e) {
                StallLog.failed("the handler of stall reports has thrown", e);
            } finally {
                thread.setContextClassLoader(loader); // whatever the handler has left behind
                thread.setPriority(Thread.NORM_PRIORITY);
            }
        }
    }

    /** Waits for the next report; null if there will be none. */
    private @Nullable StallReport next() {
        logDropped();
        synchronized (this) {
            while (waiting.isEmpty() && !closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // left behind by the handler; it means nothing here
                }
            }
            return waiting.pollFirst();
        }
    }

    private void logDropped() {
        int count;
        synchronized (this) {
            count = dropped;
            dropped = 0;
        }
        if (count > 0) {
            StallLog.dropped(count);
        }
    }
}
