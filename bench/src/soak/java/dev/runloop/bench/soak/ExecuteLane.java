package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Producers hand tasks to one executor by {@code execute} and {@code submit}, wait for some and cancel some. The tasks
 * of each producer run in its order.
 */
final class ExecuteLane implements Lane {
    private static final int PRODUCERS = 3;
    private static final int MOST_ERRANDS = 80;
    private static final int ERRANDS_A_CANCEL = 20;

    private final Site site;
    private final ExecutorService executor;
    private final Residence residence;
    private final Withdrawals withdrawals = new Withdrawals();
    private final List<Line> lines = new ArrayList<>();

    ExecuteLane(Site site, ExecutorService executor) {
        this.site = site;
        this.executor = executor;
        this.residence = new Residence(site, "executor");
        for (int i = 1; i <= PRODUCERS; i++) {
            lines.add(Line.withGaps(site, "producer " + i));
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> producers = new ArrayList<>();
        for (Line line : lines) {
            producers.add(own -> produce(line, own));
        }
        site.together(random, producers);
    }

    private void produce(Line line, SplittableRandom random) throws InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random).in(line);
            if (random.nextBoolean()) {
                site.handOver("execute", () -> executor.execute(errand));
            } else {
                submit(errand, random, futures);
            }
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(residence, random).in(line).awaited();
        site.handOver("execute", () -> executor.execute(last));
        last.await();
        for (Future<?> future : futures) {
            site.require(future.isDone(), "a task has not run, and a later one of its producer has: " + future);
            site.await(future);
        }
    }

    private void submit(Errand errand, SplittableRandom random, List<Future<?>> futures) {
        boolean isToBeCancelled = random.nextInt(ERRANDS_A_CANCEL) == 0;
        if (isToBeCancelled) {
            errand.calm(); // what a task throws that was cancelled while it ran, nobody is told
        }
        site.ledger().offered("submit");
        Future<?> future =
                random.nextBoolean() ? executor.submit((Runnable) errand) : executor.submit((Callable<Long>) errand);
        if (!isToBeCancelled) {
            futures.add(future);
        } else if (withdrawals.cancel(errand, future, random.nextBoolean())) {
            site.ledger().count("cancel");
        }
    }

    @Override
    public void settle() throws Exception {
        site.await(executor.submit(() -> {}));
        withdrawals.settle();
        residence.audit();
    }

    @Override
    public void stop() {
        executor.close();
        site.ledger().died();
        site.require(executor.isTerminated(), "close() has returned, and the executor has not terminated: " + executor);
        try {
            executor.execute(() -> site.violated("a task has run that was handed over after close()"));
            site.violated("a task was accepted after close()");
        } catch (RejectedExecutionException e) {
            site.ledger().count("refusal after close");
        }
    }
}
