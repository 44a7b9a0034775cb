package dev.runloop;

import dev.runloop.internal.Failures;
import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.Instruments;
import dev.runloop.internal.trace.Workload;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The calls into user code, by names that tell a reader of a stack trace what is being called. What user code throws
 * goes to the exception handler, and the loop goes on.
 */
final class Callouts {
    private final Instruments instruments;
    private volatile @Nullable UncaughtExceptionHandler exceptionHandler; // null: the thread's own

    Callouts(Instruments instruments) {
        this.instruments = instruments;
    }

    void exceptionHandler(@Nullable UncaughtExceptionHandler handler) {
        exceptionHandler = handler;
    }

    @Nullable
    UncaughtExceptionHandler exceptionHandler() {
        return exceptionHandler;
    }

    void callingOutToObserver(RunLoopObserver observer, RunLoopActivity activity) {
        Object callee = observer.callee(); // gone if it is invalidated in its call
        long start = instruments.begin(Callout.OBSERVER, callee);
        try {
            observer.call(activity);
        } catch (Throwable e) {
            report(e);
        }
        instruments.end(Callout.OBSERVER, callee, start);
    }

    void callingOutToBlock(Block block) {
        long start = instruments.begin(Callout.BLOCK, block.body);
        try {
            block.body.run();
        } catch (Throwable e) {
            report(e);
        }
        instruments.end(Callout.BLOCK, block.body, start);
    }

    void callingOutToSource0(Source0 source) {
        Object callee = source.callee();
        long start = instruments.begin(Callout.SOURCE, callee);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
        instruments.end(Callout.SOURCE, callee, start);
    }

    void callingOutToSource1(Source1 source) {
        Object callee = source.callee();
        long start = instruments.begin(Callout.SOURCE, callee);
        try {
            source.perform();
        } catch (Throwable e) {
            report(e);
        }
        instruments.end(Callout.SOURCE, callee, start);
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
        instruments.fires(callee, late);
        long start = instruments.begin(Callout.TIMER, callee);
        try {
            timer.fireFromLoop();
        } catch (Throwable e) {
            report(e);
        }
        instruments.end(Callout.TIMER, callee, start);
    }

    void callingOutToSchedule(RunLoopSource.Callbacks callbacks, RunLoop loop, RunLoopMode mode) {
        if (callbacks instanceof Workload workload) {
            instruments.enters(workload);
            workload.enters(instruments);
        }
        try {
            callbacks.schedule(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    void callingOutToCancel(RunLoopSource.Callbacks callbacks, RunLoop loop, RunLoopMode mode) {
        if (callbacks instanceof Workload workload) {
            instruments.leaves(workload);
        }
        try {
            callbacks.cancel(loop, mode);
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Makes a step of several; what it throws is reported. */
    void attempt(Runnable step) {
        Failures.attempt(exceptionHandler, step);
    }

    /** Tells the exception handler; see {@link Failures} for what happens if that fails too. */
    void report(Throwable exception) {
        Failures.tell(exceptionHandler, exception);
    }
}
