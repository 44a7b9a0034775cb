package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;

/** A lane with one loop. */
abstract class LoopLane implements Lane {
    final LaneContext context;
    final RunLoopThread loopThread;
    final RunLoop loop;
    final OverlapCheck overlap;

    LoopLane(LaneContext context) {
        this(context, context.loopThread("loop"));
    }

    LoopLane(LaneContext context, RunLoopThread.Builder builder) {
        this.context = context;
        this.loopThread = builder.start();
        this.loop = loopThread.loop();
        this.overlap = new OverlapCheck(context, "loop");
    }

    /** Performs a task as a block and waits until it has run. */
    final void performAndAwait(TrackedTask task) throws InterruptedException {
        task.awaited();
        context.handOver("block", () -> loop.perform(task));
        loop.wakeUp();
        task.await();
    }

    /** Each step has waited for the last of its tasks; a failure may still be about to be reported. */
    @Override
    public void settle() throws Exception {
        performAndAwait(new TrackedTask(context, overlap));
        overlap.audit();
    }

    @Override
    public void stop() throws Exception {
        context.end(loopThread);
    }
}
