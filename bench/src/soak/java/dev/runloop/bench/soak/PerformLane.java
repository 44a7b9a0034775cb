package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.perform.DeadlockException;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Performs on the loops of two threads: with and without wait, with limits, cancelled, after a delay; loops that wait
 * for each other and serve each other meanwhile, and loops that could wait for ever and are told so.
 */
final class PerformLane implements Lane {
    private static final int MOST_ERRANDS = 25;
    private static final int ERRANDS_A_WAIT = 5;
    private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_LIMIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final Site site;
    private final RunLoopThread first;
    private final RunLoopThread second;
    private final Residence residence;
    private final Residence secondResidence;
    private final Line line;

    PerformLane(Site site) {
        this.site = site;
        this.first = site.loopThread("first").start();
        this.second = site.loopThread("second").start();
        this.residence = new Residence(site, "first loop");
        this.secondResidence = new Residence(site, "second loop");
        this.line = Line.gapless(site, "performs");
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        site.together(random, List.of(this::inOrder, this::withWaits, this::withCancels, this::delayed));
        if (random.nextBoolean()) {
            serveEachOther(random);
        } else {
            waitForEachOther();
        }
    }

    private void inOrder(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random).in(line);
            site.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) errand));
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(residence, random).in(line).awaited();
        site.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) last));
        last.await();
    }

    private void withWaits(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random);
            if (random.nextInt(ERRANDS_A_WAIT) == 0) {
                waitForAWhile(errand, 1 + random.nextLong(LONGEST_LIMIT));
            } else {
                site.ledger().offered("perform and wait");
                try {
                    Perform.onThreadAndWait(first.thread(), (Runnable) errand);
                } catch (SeededFailure e) {
                    e.isHeard();
                }
                site.require(errand.hasRun(), "a wait has ended before its perform has run");
            }
        }
    }

    private void waitForAWhile(Errand errand, long limit) throws InterruptedException {
        site.ledger().offered("perform and wait for a while");
        try {
            var _ = Perform.on(first.thread()).performAndWait(Duration.ofNanos(limit), errand.calm());
        } catch (TimeoutException e) {
            if (Objects.requireNonNull(e.getMessage()).contains("has not begun")) {
                errand.end(Outcome.CANCELLED); // if it runs all the same, it says so
            }
        }
    }

    private void withCancels(SplittableRandom random) {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random);
            site.ledger().offered("perform");
            PerformRequest<?> request = Perform.onThread(first.thread(), (Runnable) errand);
            Stalls.betweenErrands(random);
            if (request.cancel()) {
                errand.end(Outcome.CANCELLED);
                site.ledger().count("cancel of a perform");
            }
        }
    }

    /** On the first loop itself, where delayed performs belong. */
    private void delayed(SplittableRandom random) throws InterruptedException {
        Errand scheduling = new Errand(site, residence) {
            @Override
            void visit() {
                performLater(random);
            }
        };
        scheduling.awaited();
        site.handOver("perform", () -> Perform.onThread(first.thread(), (Runnable) scheduling));
        scheduling.await();
        Errand last = new Errand(site, residence).awaited();
        site.handOver(
                "perform",
                () -> Perform.onThread(first.thread(), () -> {
                    var _ = Perform.afterDelay(Duration.ofNanos(LONGEST_DELAY + 1), (Runnable) last);
                }));
        last.await(); // and so all before it, by their dates
    }

    private void performLater(SplittableRandom random) {
        var kept = new Object();
        var cancelled = new Object();
        List<Errand> toBeCancelled = new ArrayList<>();
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            boolean cancels = random.nextBoolean();
            long delay = random.nextLong(LONGEST_DELAY);
            Errand errand = site.errand(residence, random).after(delay);
            site.ledger().offered("perform after a delay");
            var _ = Perform.afterDelay(cancels ? cancelled : kept, Duration.ofNanos(delay), (Runnable) errand);
            if (cancels) {
                toBeCancelled.add(errand);
            }
        }
        Perform.cancelPreviousPerformRequests(cancelled);
        site.ledger().count("cancel of previous performs");
        toBeCancelled.forEach(errand -> errand.end(Outcome.CANCELLED));
    }

    /** Each has the other perform while it waits for it, in a mode for nothing else. */
    private void serveEachOther(SplittableRandom random) throws InterruptedException {
        Errand there = new Errand(site, secondResidence);
        Errand back = site.errand(residence, random).calm();
        RunLoopMode reply = RunLoopMode.CONNECTION_REPLY;
        site.ledger().offered("perform and serve");
        site.ledger().offered("perform and serve");
        Perform.onThreadAndWait(first.thread(), () -> {
            var _ = Perform.on(second.thread()).in(RunLoopMode.COMMON, reply).performAndServe(reply, () -> {
                there.run();
                return Perform.on(first.thread()).in(RunLoopMode.COMMON, reply).performAndServe(reply, back);
            });
        });
        site.require(there.hasRun() && back.hasRun(), "a wait has ended before its perform has run");
    }

    /** One of them is told. */
    private void waitForEachOther() throws InterruptedException {
        site.ledger().count("wait of two loops for each other");
        try {
            Perform.onThreadAndWait(
                    first.thread(),
                    () -> waitFor(
                            second,
                            () -> waitFor(first, () -> {
                                site.violated("two loops wait for each other, and yet one of them performs");
                            })));
            site.violated("two loops wait for each other, and none is told");
        } catch (DeadlockException e) {
            site.ledger().count("told of a deadlock");
        }
    }

    private static void waitFor(RunLoopThread other, Runnable body) {
        try {
            Perform.onThreadAndWait(other.thread(), body);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts loops here", e);
        }
    }

    /**
     * Each step has waited for all that it has performed, but for those that were cancelled and failures on their way.
     */
    @Override
    public void settle() throws Exception {
        Errand last = new Errand(site, residence).in(line);
        site.ledger().offered("perform and wait");
        Perform.onThreadAndWait(first.thread(), (Runnable) last);
        residence.audit();
        Perform.onThreadAndWait(second.thread(), secondResidence::audit);
    }

    @Override
    public void stop() {
        first.close();
        second.close();
        site.ledger().died();
        site.ledger().died();
    }
}
