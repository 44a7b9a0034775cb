package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;

/** A lane on one loop of its own, which its subclasses put their load on. */
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

    /** Has the loop perform a task, and waits until it has run. */
    final void performAndAwait(TrackedTask task) throws InterruptedException {
        task.awaited();
        context.handOver("block", () -> loop.perform(task));
        loop.wakeUp();
        task.await();
    }

    /** Each step has waited for the last of its tasks; the failure of one may still be on its way. */
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
