package dev.runloop.bench.soak;

import java.util.concurrent.ExecutorService;

/** A lane with one executor, some of whose tasks are cancelled. */
abstract class ExecutorLane<E extends ExecutorService> implements Lane {
    final LaneContext context;
    final E executor;
    final OverlapCheck overlap;
    final Cancellations cancellations = new Cancellations();

    ExecutorLane(LaneContext context, E executor) {
        this.context = context;
        this.executor = executor;
        this.overlap = new OverlapCheck(context, "executor");
    }

    @Override
    public void settle() throws Exception {
        context.await(executor.submit(() -> {}));
        cancellations.settle();
        overlap.audit();
    }

    @Override
    public void stop() {
        executor.close();
        context.ledger().died();
        context.require(
                executor.isTerminated(), "close() has returned, but the executor has not terminated: " + executor);
    }
}
