package dev.runloop.test;

import dev.runloop.RunLoopThread;

/** The two kinds of thread that a loop runs on. */
public enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    /** A thread of this kind. */
    public Thread.Builder thread() {
        return this == PLATFORM
                ? Thread.ofPlatform().name("test")
                : Thread.ofVirtual().name("test");
    }

    /** A loop on a thread of this kind. */
    public RunLoopThread.Builder loopThread() {
        return (this == PLATFORM ? RunLoopThread.ofPlatform() : RunLoopThread.ofVirtual()).name("loop");
    }
}
