package dev.runloop;

import dev.runloop.internal.ThreadEnd;
import dev.runloop.internal.WaitStrategy;
import dev.runloop.internal.access.ThreadsOnDemand;

/** Makes threads that are started when their loops are first needed. */
final class OnDemandThreads implements ThreadsOnDemand.Door {
    @Override
    public RunLoopThread make(RunLoopThread.Builder builder) {
        RunLoopThread made = builder.make(RunLoopThread.UntilStopped.INSTANCE);
        if (isStarted(made)) {
            made.refuse();
            throw new IllegalThreadStateException("the thread factory has started the thread itself: " + made.thread());
        }
        made.loop().gate().sleepsUntilStarted(new NotStarted(made::start));
        return made;
    }

    @Override
    public void start(RunLoopThread made) {
        if (!made.startOnce().tryStartForNothing()) {
            made.start();
            awaitStart(made);
        } else if (!isStarted(made)) {
            made.thread().start();
            ThreadEnd.await(made.thread()); // so that the caller finds a thread that has ended
        }
    }

    /** Another thread may be about to start this one, or to find that it cannot. */
    @SuppressWarnings("ThreadPriorityCheck") // it may be waiting for this processor
    private static void awaitStart(RunLoopThread made) {
        while (!isStarted(made) && !made.isOver()) {
            Thread.yield();
        }
    }

    private static boolean isStarted(RunLoopThread made) {
        return made.thread().getState() != Thread.State.NEW;
    }

    /** How a thread waits that has not been started: whatever would wake it starts it. */
    private record NotStarted(Runnable start) implements WaitStrategy {
        @Override
        public void await() {}

        @Override
        public void awaitUntil(long deadline) {}

        @Override
        public void endWait() {
            start.run();
        }
    }
}
