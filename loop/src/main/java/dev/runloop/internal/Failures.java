package dev.runloop.internal;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells of failures, and cannot fail itself, whatever a handler, a logger or the failure that is told throws. A handler is
 * asked first. What it throws goes to the log with the failure that it was told, and what cannot be logged to the standard
 * error stream. Nothing is added to a failure on the way: it may be one object that is thrown again and again.
 *
 * <p>Thread-safe.
 */
public final class Failures {
    private static final String LOGGER = "dev.runloop";

    private Failures() {}

    /**
     * Tells of what the current thread has thrown.
     *
     * @param handler who is told; null for the thread's own handler
     */
    public static void tell(@Nullable UncaughtExceptionHandler handler, Throwable failure) {
        tell(handler, Thread.currentThread(), failure);
    }

    /**
     * Tells of what a thread has thrown, on the current one.
     *
     * @param handler who is told; null for the handler of that thread, or of the current one if that thread has ended
     */
    public static void tell(@Nullable UncaughtExceptionHandler handler, Thread thread, Throwable failure) {
        try {
            handlerFor(handler, thread).uncaughtException(thread, failure);
        } catch (Throwable e) {
            log("an exception handler has thrown", e);
            if (e != failure) {
                log("an exception that the exception handler was told", failure);
            }
        }
    }

    private static UncaughtExceptionHandler handlerFor(@Nullable UncaughtExceptionHandler handler, Thread thread) {
        UncaughtExceptionHandler own = handler != null ? handler : thread.getUncaughtExceptionHandler();
        return own != null ? own : Thread.currentThread().getUncaughtExceptionHandler();
    }

    /** Makes one of several steps. What it throws is told, and keeps nobody from making the next. */
    public static void attempt(@Nullable UncaughtExceptionHandler handler, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            tell(handler, e);
        }
    }

    /** Logs a failure that there is no handler for. */
    public static void log(String message, Throwable failure) {
        try {
            System.getLogger(LOGGER).log(System.Logger.Level.ERROR, message, failure);
        } catch (Throwable e) {
            print(message, failure);
            print("logging it failed", e);
        }
    }

    /** Prints what can be told of a failure without asking it for its message. */
    private static void print(String message, Throwable failure) {
        try {
            System.err.println(
                    "dev.runloop: " + message + ": " + failure.getClass().getName());
            for (StackTraceElement frame : failure.getStackTrace()) {
                System.err.println("\tat " + frame);
            }
        } catch (Throwable e) { // nothing is left that could be told of it
        }
    }

    /** Adds a failure to another as suppressed, if that is possible; a failure cannot suppress itself. */
    public static void suppress(Throwable failure, Throwable more) {
        if (failure == more) {
            return;
        }
        try {
            failure.addSuppressed(more);
        } catch (Throwable e) { // the first failure is what counts
        }
    }
}
