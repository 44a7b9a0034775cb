package dev.runloop;

import dev.runloop.internal.Failures;
import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.WorkProbe;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The calls into user code, by names that tell the reader of a stack trace what is being called. What user code throws
 * goes to the exception handler, and the loop continues.
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
        Object callee = observer.callee(); // before the call, which may invalidate the observer
        long start = counters.beginCallout(Callout.OBSERVER, callee);
        try {
            observer.call(activity);
        } catch (Throwable e) {
            report(e);
        }
        counters.endCallout(Callout.OBSERVER, callee, start);
    }

    void callingOutToBlock(Block block) {
        long start = counters.beginCallout(Callout.BLOCK, block.body);
        try {
            block.body.run();
        } catch (Throwable e) {
            report(e);
        }
        counters.endCallout(Callout.BLOCK, block.body, start);
    }

    void callingOutToSource0(Source0 source) {
        Object callee = source.callee();
        long start = counters.beginCallout(Callout.SOURCE, callee);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
        counters.endCallout(Callout.SOURCE, callee, start);
    }

    void callingOutToSource1(Source1 source) {
        Object callee = source.callee();
        long start = counters.beginCallout(Callout.SOURCE, callee);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
        counters.endCallout(Callout.SOURCE, callee, start);
    }

    void callingOutToWillRunNested(Source0 source) {
        try {
            source.callbacks().willRunNested();
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToTimer(RunLoopTimer timer, long late) {
        Object callee = timer.callee();
        counters.timerFired(callee, late);
        long start = counters.beginCallout(Callout.TIMER, callee);
        try {
            timer.fireFromLoop();
        } catch (Throwable e) {
            report(e);
        }
        counters.endCallout(Callout.TIMER, callee, start);
    }

    void callingOutToSchedule(RunLoopSource.Callbacks callbacks, RunLoop loop, RunLoopMode mode) {
        if (callbacks instanceof WorkProbe probe) {
            counters.addProbe(probe);
            probe.attach(counters);
        }
        try {
            callbacks.schedule(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToCancel(RunLoopSource.Callbacks callbacks, RunLoop loop, RunLoopMode mode) {
        if (callbacks instanceof WorkProbe probe) {
            counters.removeProbe(probe);
        }
        try {
            callbacks.cancel(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Takes one step of several; what it throws is reported. */
    void attempt(Runnable step) {
        Failures.attempt(exceptionHandler, step);
    }

    /** Calls the exception handler; {@link Failures} says what happens if that fails too. */
    void report(Throwable exception) {
        Failures.report(exceptionHandler, exception);
    }
}
