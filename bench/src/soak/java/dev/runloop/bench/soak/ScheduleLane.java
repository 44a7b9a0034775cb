package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Producers schedule tasks on one executor: once, at fixed rates and with fixed delays. Most of those that run once are
 * cancelled, as time-outs are. None is early, and equal delays of a producer keep their order.
 */
final class ScheduleLane implements Lane {
    private static final int PRODUCERS = 2;
    private static final int MOST_ERRANDS = 60;
    private static final int ERRANDS_A_PERIODIC = 15;
    private static final int MOST_RUNS = 6;
    private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(3);

    private final Site site;
    private final ScheduledExecutorService executor;
    private final Residence residence;
    private final Withdrawals withdrawals = new Withdrawals();
    private final Queue<PeriodicTask> cancelled = new ConcurrentLinkedQueue<>();
    private final List<Line> lines = new ArrayList<>();

    ScheduleLane(Site site, ScheduledExecutorService executor) {
        this.site = site;
        this.executor = executor;
        this.residence = new Residence(site, "executor");
        for (int i = 1; i <= PRODUCERS; i++) {
            lines.add(Line.withGaps(site, "delays of producer " + i));
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> producers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            long delay = LONGEST_DELAY * (i + 1) / lines.size() / 2;
            producers.add(own -> produce(line, delay, own));
        }
        site.together(random, producers);
    }

    private void produce(Line line, long delayOfLine, SplittableRandom random) throws Exception {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            if (random.nextInt(ERRANDS_A_PERIODIC) == 0) {
                repeat(random);
            } else if (random.nextBoolean()) {
                scheduleAndCancel(random);
            } else {
                var _ = schedule(site.errand(residence, random).in(line), delayOfLine);
            }
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(residence, random).in(line).awaited();
        Future<?> future = schedule(last, delayOfLine);
        last.await();
        site.await(future);
    }

    /**
     * Its failure would stay in the future, for which nobody is going to ask; so it has none, unless it is the last.
     */
    private Future<?> schedule(Errand errand, long nanos) {
        errand.calm().after(nanos);
        site.ledger().offered("schedule");
        return executor.schedule((Runnable) errand, nanos, TimeUnit.NANOSECONDS);
    }

    private void scheduleAndCancel(SplittableRandom random) {
        Errand errand = site.errand(residence, random);
        Future<?> future = schedule(errand, random.nextLong(LONGEST_DELAY));
        Stalls.betweenErrands(random);
        if (withdrawals.cancel(errand, future, random.nextBoolean())) {
            site.ledger().count("cancel of a delayed task");
        }
    }

    /** One that goes on until it throws, or for ever if it is not cancelled. */
    private void repeat(SplittableRandom random) throws InterruptedException {
        boolean throwsInTheEnd = random.nextBoolean();
        boolean fixedRate = random.nextBoolean();
        long delay = random.nextLong(LONGEST_DELAY / 4);
        long period = 1 + random.nextLong(LONGEST_PERIOD);
        int mostRuns = throwsInTheEnd ? 1 + random.nextInt(MOST_RUNS) : Integer.MAX_VALUE;
        var task = new PeriodicTask(site, residence, fixedRate, delay, period, mostRuns);
        site.ledger().count(fixedRate ? "schedule at a fixed rate" : "schedule with a fixed delay");
        Future<?> future = fixedRate
                ? executor.scheduleAtFixedRate(task, delay, period, TimeUnit.NANOSECONDS)
                : executor.scheduleWithFixedDelay(task, delay, period, TimeUnit.NANOSECONDS);
        if (throwsInTheEnd) {
            awaitFailure(task, future);
        } else {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(delay + MOST_RUNS * period));
            site.require(
                    future.cancel(random.nextBoolean()), "a periodic task cannot be cancelled, and has not thrown");
            site.ledger().count("cancel of a periodic task");
            cancelled.add(task);
        }
    }

    private void awaitFailure(PeriodicTask task, Future<?> future) throws InterruptedException {
        try {
            Object result = future.get();
            site.violated("a periodic task has ended with a result: " + result);
        } catch (ExecutionException e) {
            site.hear(e.getCause());
        }
        task.requireEnded();
    }

    @Override
    public void settle() throws Exception {
        // Delayed tasks run by their dates, so the ones before this have run.
        site.await(executor.schedule(() -> {}, LONGEST_DELAY + 1, TimeUnit.NANOSECONDS));
        withdrawals.settle();
        cancelled.forEach(PeriodicTask::isOver);
        cancelled.clear();
        residence.audit();
    }

    @Override
    public void stop() {
        executor.close();
        site.ledger().died();
        site.require(executor.isTerminated(), "close() has returned, and the executor has not terminated: " + executor);
    }
}
