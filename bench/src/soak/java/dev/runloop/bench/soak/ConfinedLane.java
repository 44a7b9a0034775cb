package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.executors.confined.ConfinedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Virtual threads that are confined to a loop, and sleep in between: they take turns with each other and with blocks of
 * the loop, and never run at the same time.
 */
final class ConfinedLane implements Lane {
    private static final int PRODUCERS = 2;
    private static final int MAX_THREADS = 15;
    private static final int MAX_SLEEPS = 4;
    private static final long MAX_SLEEP = TimeUnit.MILLISECONDS.toNanos(2);

    private final LaneContext context;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final ConfinedThreads threads;
    private final OverlapCheck overlap;
    private final OrderCheck blocks;

    ConfinedLane(LaneContext context) {
        this.context = context;
        this.loopThread = context.loopThread("carrier").start();
        this.loop = loopThread.loop();
        this.threads = ConfinedThreads.on(loop);
        this.overlap = new OverlapCheck(context, "carrier");
        this.blocks = OrderCheck.gapless(context, "blocks");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        try (ExecutorService executor = threads.newThreadPerTaskExecutor()) {
            List<LaneContext.Producer> producers = new ArrayList<>();
            producers.add(this::queueBlocks);
            for (int i = 0; i < PRODUCERS; i++) {
                producers.add(own -> submit(executor, own));
            }
            context.together(random, producers);
        }
    }

    private void submit(ExecutorService executor, SplittableRandom random) throws InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = random.nextInt(MAX_THREADS); i > 0; i--) {
            SplittableRandom own = random.split();
            TrackedTask task = context.task(overlap, random).brief(); // while it sleeps, others have their turn
            context.ledger().offered("confined thread");
            futures.add(executor.submit(() -> {
                sleepNowAndThen(own);
                task.run();
            }));
            Stalls.betweenTasks(random);
        }
        for (Future<?> future : futures) {
            context.await(future);
        }
    }

    /** On a confined thread: it is alone between two sleeps. */
    private void sleepNowAndThen(SplittableRandom random) {
        for (int i = random.nextInt(MAX_SLEEPS); i > 0; i--) {
            overlap.leave(overlap.enter());
            context.require(Stalls.stall(1 + random.nextLong(MAX_SLEEP)), "a confined thread was interrupted");
        }
    }

    private void queueBlocks(SplittableRandom random) throws InterruptedException {
        TrackedTask last = context.task(overlap, random).brief().in(blocks).awaited(); // as above
        context.handOver("block", () -> loop.perform(last));
        loop.wakeUp();
        last.await();
    }

    @Override
    public void settle() throws Exception {
        TrackedTask barrier = new TrackedTask(context, overlap).in(blocks).awaited();
        context.handOver("block", () -> loop.perform(barrier));
        loop.wakeUp();
        barrier.await();
        overlap.audit();
        context.require(threads.aliveCount() == 0, "confined threads are alive: " + threads);
    }

    @Override
    public void stop() {
        loopThread.close();
        context.ledger().died();
    }
}
