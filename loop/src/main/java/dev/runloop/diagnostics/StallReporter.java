package dev.runloop.diagnostics;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes reports to the handler of a monitor, one after the other, on a thread of its own. So a handler may be slow, throw, or
 * leave its thread interrupted, and the monitor keeps watching. Reports that arrive while {@value #MOST_WAITING} are waiting
 * are dropped, and their number is logged.
 *
 * <p>Thread-safe. Reports pass through this object's lock, so what the monitor did before {@link #add} happens-before the call
 * of the handler.
 */
final class StallReporter {
    /** The maximum number of waiting reports. */
    static final int MOST_WAITING = 256;

    private final Consumer<? super StallReport> handler;
    private final Thread thread;
    private final Deque<StallReport> waiting = new ArrayDeque<>(); // under the lock of this, as are the next two
    private int dropped; // since the last log entry
    private boolean closed;

    StallReporter(Consumer<? super StallReport> handler) {
        this.handler = handler;
        this.thread =
                LibraryThreads.platform().daemon().name("runloop-stall-reports").unstarted(this::reportAll);
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

    /** Waits until all reports have been passed on; if called by the handler, drops the rest and does not wait. */
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

    @SuppressWarnings("ThreadPriorityCheck") // undoes what a handler may have set
    private void reportAll() {
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
                    // left behind by the handler: ignored
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
