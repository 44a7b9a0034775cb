package dev.runloop;

import dev.runloop.LoopCounters.Count;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The calls into user code, by names that tell a reader of a stack trace what is being called. What user code throws
 * goes to the exception handler, and the loop goes on.
 */
final class Callouts {
    private final LoopCounters counters;
    private volatile @Nullable UncaughtExceptionHandler exceptionHandler; // null: the thread's own

    Callouts(LoopCounters counters) {
        this.counters = counters;
    }

    void exceptionHandler(@Nullable UncaughtExceptionHandler handler) {
        exceptionHandler = handler;
    }

    @Nullable
    UncaughtExceptionHandler exceptionHandler() {
        return exceptionHandler;
    }

    void callingOutToObserver(RunLoopObserver observer, RunLoopActivity activity) {
        counters.increment(Count.OBSERVATIONS);
        try {
            observer.call(activity);
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToBlock(Block block) {
        counters.increment(Count.BLOCKS);
        try {
            block.body().run();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToSource0(Source0 source) {
        counters.increment(Count.SOURCES);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToSource1(Source1 source) {
        counters.increment(Count.SOURCES);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToWillRunNested(Source0 source) {
        try {
            source.callbacks().willRunNested();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToTimer(RunLoopTimer timer) {
        counters.increment(Count.TIMERS);
        try {
            timer.fireFromLoop();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToSchedule(RunLoopSource source, RunLoop loop, RunLoopMode mode) {
        try {
            source.callbacks().schedule(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToCancel(RunLoopSource source, RunLoop loop, RunLoopMode mode) {
        try {
            source.callbacks().cancel(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Tells the exception handler; if that fails too, whoever hears of exceptions that nobody catches. */
    void report(Throwable exception) {
        Thread thread = Thread.currentThread();
        UncaughtExceptionHandler handler = exceptionHandler;
        try {
            (handler != null ? handler : thread.getUncaughtExceptionHandler()).uncaughtException(thread, exception);
        } catch (Throwable e) {
            e.addSuppressed(exception);
            System.getLogger("dev.runloop").log(System.Logger.Level.ERROR, "an exception handler has thrown", e);
        }
    }
}
