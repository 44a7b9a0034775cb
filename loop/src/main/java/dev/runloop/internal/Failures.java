package dev.runloop.internal;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reports failures, and cannot fail itself, whatever the handler, the logger or the failure throws. It first calls a handler.
 * What the handler throws is logged together with the failure; what cannot be logged is printed to standard error. Nothing
 * is added to a failure on the way, as one object may be thrown again and again.
 *
 * <p>Thread-safe.
 */
public final class Failures {
    private static final String LOGGER = "dev.runloop";

    private Failures() {}

    /**
     * Reports what the current thread has thrown.
     *
     * @param handler called first; null for the thread's own handler
     */
    public static void report(@Nullable UncaughtExceptionHandler handler, Throwable failure) {
        report(handler, Thread.currentThread(), failure);
    }

    /**
     * Reports what another thread has thrown, on the current one.
     *
     * @param handler called first; null for the handler of that thread, or of the current one if that thread has terminated
     */
    public static void report(@Nullable UncaughtExceptionHandler handler, Thread thread, Throwable failure) {
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

    /** Runs one of several steps. Reports what it throws, so that the next step runs in any case. */
    public static void attempt(@Nullable UncaughtExceptionHandler handler, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            report(handler, e);
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

    /** Prints what is known of a failure without asking for its message, which might throw. */
    private static void print(String message, Throwable failure) {
        try {
            System.err.println(
                    "dev.runloop: " + message + ": " + failure.getClass().getName());
            for (StackTraceElement frame : failure.getStackTrace()) {
                System.err.println("\tat " + frame);
            }
        } catch (Throwable e) { // there is nowhere left to report it
        }
    }

    /** Adds a suppressed failure if possible; a failure cannot suppress itself. */
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
