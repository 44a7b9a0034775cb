package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.LibraryThreads;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A perform on a new virtual thread. */
final class BackgroundRequest<R extends @Nullable Object> extends Request<R> {
    private final Thread thread =
            LibraryThreads.requestedVirtual().name("perform-in-background").unstarted(this::call);

    BackgroundRequest(Callable<R> body) {
        super(body);
    }

    void start() {
        thread.start();
    }

    @Override
    Thread performer() {
        return thread;
    }

    @Override
    boolean canRunIn(RunLoopMode mode) {
        return false;
    }

    @Override
    void withdraw() {}
}
