package dev.runloop.bench.soak;

import dev.runloop.executors.RunLoopGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;

/**
 * A group of loops to which its own tasks submit: some of them wait for an answer, all collected results come out of
 * completion services, and callers wait for all or any of several.
 */
final class GroupLane implements Lane {
    private static final int LOOPS = 3;
    private static final int PRODUCERS = 2;
    private static final int MOST_ERRANDS = 15;

    private final Site site;
    private final RunLoopGroup group;

    GroupLane(Site site) {
        this.site = site;
        for (int i = 1; i < LOOPS; i++) {
            site.ledger().born(); // the builder counts one
        }
        this.group = site.executor("loop").buildGroup(LOOPS);
    }

    /** A task of a group may run on each of its loops, so each errand has a residence of its own. */
    private Errand errand(SplittableRandom random) {
        return site.errand(new Residence(site, "task of a group"), random).calm();
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        site.together(random, Collections.nCopies(PRODUCERS, this::submits));
        waitsInside(random);
    }

    private void submits(SplittableRandom random) throws Exception {
        switch (random.nextInt(3)) {
            case 0 -> completions(random);
            case 1 -> all(random);
            default -> tasksThatSubmit(random);
        }
    }

    private void completions(SplittableRandom random) throws Exception {
        CompletionService<Long> service = new ExecutorCompletionService<>(group);
        int tasks = 1 + random.nextInt(MOST_ERRANDS);
        for (int i = 0; i < tasks; i++) {
            Errand errand = errand(random);
            site.handOver("completion service", () -> service.submit(errand));
        }
        for (int i = 0; i < tasks; i++) {
            site.await(service.take());
        }
    }

    private void all(SplittableRandom random) throws InterruptedException {
        List<Errand> errands = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_ERRANDS); i > 0; i--) {
            errands.add(errand(random));
            site.ledger().offered("invokeAll");
        }
        for (Future<?> future : group.invokeAll(errands)) {
            site.await(future);
        }
    }

    /** A row of tasks each of which submits the next; nobody waits on a loop. */
    private void tasksThatSubmit(SplittableRandom random) throws InterruptedException {
        Errand last = errand(random).awaited();
        submitRow(random.split(), 1 + random.nextInt(MOST_ERRANDS), last);
        last.await();
    }

    private void submitRow(SplittableRandom random, int left, Errand last) {
        if (left == 0) {
            site.handOver("submit", () -> {
                var _ = group.submit((Runnable) last);
            });
            return;
        }
        Errand errand = errand(random);
        site.handOver(
                "submit of a task that submits",
                () -> group.execute(() -> {
                    errand.run();
                    submitRow(random, left - 1, last);
                }));
    }

    /** The others have settled: a task that waits for one of its own on another loop of the group gets its answer. */
    private void waitsInside(SplittableRandom random) throws Exception {
        Errand inner = errand(random);
        Errand outer = errand(random);
        site.ledger().offered("submit of a task that waits");
        site.ledger().offered("submit");
        site.await(group.submit(() -> {
            outer.run();
            group.submit((Runnable) inner).get();
            return inner;
        }));
        site.require(inner.hasRun(), "a get() on a loop of the group has returned before its task has run");
    }

    @Override
    public void settle() throws Exception {
        for (var member : group.members()) {
            site.await(member.submit(() -> {}));
        }
    }

    @Override
    public void stop() {
        group.close();
        for (int i = 0; i < LOOPS; i++) {
            site.ledger().died();
        }
        site.require(group.isTerminated(), "close() has returned, and the group has not terminated: " + group);
    }
}
