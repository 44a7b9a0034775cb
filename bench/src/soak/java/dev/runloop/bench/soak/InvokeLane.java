package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Callers wait for all or any of several tasks of one executor, also with limits that are too short. */
final class InvokeLane implements Lane {
    private static final int CALLERS = 3;
    private static final int MOST_ERRANDS = 12;
    private static final long LONGEST_LIMIT = TimeUnit.MILLISECONDS.toNanos(2);

    private final Site site;
    private final ExecutorService executor;
    private final Residence residence;
    private final Withdrawals withdrawals = new Withdrawals();

    InvokeLane(Site site, ExecutorService executor) {
        this.site = site;
        this.executor = executor;
        this.residence = new Residence(site, "executor");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(this::call);
        }
        site.together(random, callers);
    }

    private void call(SplittableRandom random) throws Exception {
        List<Errand> errands = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_ERRANDS); i > 0; i--) {
            errands.add(site.errand(residence, random));
        }
        switch (random.nextInt(3)) {
            case 0 -> all(errands);
            case 1 -> allInTime(errands, 1 + random.nextLong(LONGEST_LIMIT));
            default -> any(errands, 1 + random.nextLong(LONGEST_LIMIT));
        }
    }

    private void all(List<Errand> errands) throws InterruptedException {
        errands.forEach(_ -> site.ledger().offered("invokeAll"));
        for (Future<?> future : executor.invokeAll(errands)) {
            site.require(future.isDone(), "invokeAll has answered a future that is not done: " + future);
            site.await(future);
        }
    }

    private void allInTime(List<Errand> errands, long limit) throws InterruptedException {
        prepareForCancel(errands, "invokeAll with a limit");
        List<Future<Long>> futures = executor.invokeAll(errands, limit, TimeUnit.NANOSECONDS);
        for (int i = 0; i < errands.size(); i++) {
            Future<Long> future = futures.get(i);
            site.require(future.isDone(), "invokeAll has answered a future that is not done: " + future);
            if (future.isCancelled()) {
                withdrawals.add(errands.get(i));
            }
        }
    }

    private void any(List<Errand> errands, long limit) throws Exception {
        prepareForCancel(errands, "invokeAny");
        errands.forEach(withdrawals::add);
        try {
            executor.invokeAny(errands, limit, TimeUnit.NANOSECONDS);
            site.require(errands.stream().anyMatch(Errand::hasRun), "invokeAny has a result, and no task has run");
        } catch (TimeoutException e) {
            site.ledger().count("time out of invokeAny");
        }
    }

    private void prepareForCancel(List<Errand> errands, String operation) {
        for (Errand errand : errands) {
            errand.calm().mayBeInterrupted();
            site.ledger().offered(operation);
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
    }
}
