package dev.runloop.perform.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import java.time.Duration;

/**
 * A thread that stays: an ordinary one whose loop has a source for which nobody ever has work, so that it waits for
 * performs instead of ending. {@link dev.runloop.RunLoopThread} is one that is ready made.
 */
final class PersistentThread {
    private static final Duration LONG = Duration.ofDays(1);

    private final Thread thread;
    private final Source0 keepAlive = Source0.create(() -> {});

    PersistentThread(Thread.Builder builder) {
        thread = builder.start(this::live);
    }

    private void live() {
        RunLoop loop = RunLoop.current();
        loop.add(keepAlive, RunLoopMode.DEFAULT);
        RunLoopResult result;
        do {
            result = loop.runInMode(RunLoopMode.DEFAULT, LONG, false);
        } while (result != RunLoopResult.FINISHED);
    }

    /** Has this thread do something, and goes on. */
    PerformRequest<?> run(Runnable task) {
        return Perform.onThread(thread, task);
    }

    Thread thread() {
        return thread;
    }

    /** Takes away what keeps the thread; it ends when it has done what was asked before. */
    void end() throws InterruptedException {
        Perform.onThread(thread, keepAlive::invalidate);
        thread.join();
    }
}
