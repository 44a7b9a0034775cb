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
    private static final int MOST_THREADS = 15;
    private static final int MOST_SLEEPS = 4;
    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(2);

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final ConfinedThreads threads;
    private final Residence residence;
    private final Line blocks;

    ConfinedLane(Site site) {
        this.site = site;
        this.loopThread = site.loopThread("carrier").start();
        this.loop = loopThread.loop();
        this.threads = ConfinedThreads.on(loop);
        this.residence = new Residence(site, "carrier");
        this.blocks = Line.gapless(site, "blocks");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        try (ExecutorService executor = threads.newThreadPerTaskExecutor()) {
            List<Site.Producer> producers = new ArrayList<>();
            producers.add(this::queueBlocks);
            for (int i = 0; i < PRODUCERS; i++) {
                producers.add(own -> submit(executor, own));
            }
            site.together(random, producers);
        }
    }

    private void submit(ExecutorService executor, SplittableRandom random) throws InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = random.nextInt(MOST_THREADS); i > 0; i--) {
            SplittableRandom own = random.split();
            Errand errand = site.errand(residence, random).brief(); // while it sleeps, others have their turn
            site.ledger().offered("confined thread");
            futures.add(executor.submit(() -> {
                sleepNowAndThen(own);
                errand.run();
            }));
            Stalls.betweenErrands(random);
        }
        for (Future<?> future : futures) {
            site.await(future);
        }
    }

    /** On a confined thread: it is alone between two sleeps. */
    private void sleepNowAndThen(SplittableRandom random) {
        for (int i = random.nextInt(MOST_SLEEPS); i > 0; i--) {
            residence.leave(residence.enter());
            site.require(Stalls.stall(1 + random.nextLong(LONGEST_SLEEP)), "a confined thread was interrupted");
        }
    }

    private void queueBlocks(SplittableRandom random) throws InterruptedException {
        Errand last = site.errand(residence, random).brief().in(blocks).awaited(); // as above
        site.handOver("block", () -> loop.perform(last));
        loop.wakeUp();
        last.await();
    }

    @Override
    public void settle() throws Exception {
        Errand barrier = new Errand(site, residence).in(blocks).awaited();
        site.handOver("block", () -> loop.perform(barrier));
        loop.wakeUp();
        barrier.await();
        residence.audit();
        site.require(threads.aliveCount() == 0, "confined threads are alive: " + threads);
    }

    @Override
    public void stop() {
        loopThread.close();
        site.ledger().died();
    }
}
