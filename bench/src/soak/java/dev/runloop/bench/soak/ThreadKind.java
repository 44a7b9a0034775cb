package dev.runloop.bench.soak;

import dev.runloop.RunLoopThread;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutorBuilder;
import java.util.Locale;

/** The two kinds of thread. */
enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    Thread.Builder thread() {
        return this == PLATFORM ? Thread.ofPlatform() : Thread.ofVirtual();
    }

    RunLoopThread.Builder loopThread() {
        return this == PLATFORM ? RunLoopThread.ofPlatform() : RunLoopThread.ofVirtual();
    }

    RunLoopExecutorBuilder executor() {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();
        return this == PLATFORM ? builder.platform() : builder.virtual();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
