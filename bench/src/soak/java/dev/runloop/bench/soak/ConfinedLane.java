package dev.runloop.bench.soak;

import dev.runloop.executors.confined.ConfinedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Virtual threads confined to a loop, which sleep now and then: they take turns with each other and with blocks of
 * the loop, and no two run at once.
 */
final class ConfinedLane extends LoopLane {
    private static final int PRODUCERS = 2;
    private static final int MAX_THREADS = 15;
    private static final int MAX_SLEEPS = 4;
    private static final long MAX_SLEEP = TimeUnit.MILLISECONDS.toNanos(2);

    private final ConfinedThreads threads;
    private final OrderCheck blocks;

    ConfinedLane(LaneContext context) {
        super(context);
        this.threads = ConfinedThreads.on(loop);
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
            TrackedTask task = context.task(overlap, random).brief(); // while it sleeps, other threads take turns
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

    /** On a confined thread, which is alone between two sleeps. */
    private void sleepNowAndThen(SplittableRandom random) {
        for (int i = random.nextInt(MAX_SLEEPS); i > 0; i--) {
            overlap.leave(overlap.enter());
            context.require(Stalls.stall(1 + random.nextLong(MAX_SLEEP)), "a confined thread was interrupted");
        }
    }

    private void queueBlocks(SplittableRandom random) throws InterruptedException {
        performAndAwait(context.task(overlap, random).brief().in(blocks)); // as above
    }

    @Override
    public void settle() throws Exception {
        super.settle();
        context.require(threads.aliveCount() == 0, "confined threads are alive: " + threads);
    }
}
