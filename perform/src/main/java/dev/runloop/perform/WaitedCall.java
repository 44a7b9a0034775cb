package dev.runloop.perform;

import dev.runloop.RunLoopEndedException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A perform that somebody waits for. */
final class WaitedCall<T> extends FutureTask<T> {
    WaitedCall(Callable<T> body) {
        super(body);
    }

    /** The loop has ended and will not run this. */
    void fail(RunLoopEndedException exception) {
        setException(exception);
    }
}
