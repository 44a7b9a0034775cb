package dev.runloop.bench.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One run: rounds of load, each followed by an audit, a leak check and a heap sample. It ends in time, on request, or
 * with the first violation.
 */
final class SoakRun {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LIMIT_OF_ENDS = Duration.ofSeconds(10); // for lanes that are stuck
    private static final int ROUNDS_PER_GC = 2;

    private final SoakPlan plan;
    private final Consumer<String> progress;
    private final Violations violations = new Violations();
    private final StopSignal stopSignal = new StopSignal();
    private final HeapRecord heap = new HeapRecord();
    private final List<LaneRunner> lasting = new ArrayList<>();
    private final List<LaneRunner> fleeting = new ArrayList<>();
    private final SplittableRandom random;
    private final long begin = System.nanoTime();

    SoakRun(SoakPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.random = new SplittableRandom(plan.seed());
        for (LaneKind lane : plan.lanes()) {
            for (ThreadKind threads : ThreadKind.values()) {
                if (lane.threads().contains(threads)) {
                    lasting.add(runner(lane, threads, Cohort.LASTING));
                    fleeting.add(runner(lane, threads, Cohort.FLEETING));
                }
            }
        }
    }

    private LaneRunner runner(LaneKind lane, ThreadKind threads, Cohort cohort) {
        var context = new LaneContext(cohort + " " + threads + " " + lane.name(), threads, violations);
        return new LaneRunner(context, lane, cohort, random.split(), plan, stopSignal);
    }

    /** Ends the run early but in order. Thread-safe. */
    void ask() {
        stopSignal.ask();
    }

    SoakResult run() throws IOException, InterruptedException {
        int rounds = 0;
        var leaks = new LeakCheck();
        try (var _ = new Watchdog(allRunners(), plan.patience(), plan.folder(), violations)) {
            while (rounds < plan.rounds() && !stopSignal.isAsked() && violations.isEmpty()) {
                rounds++;
                round(rounds, leaks);
                look(leaks, name -> name.startsWith(Cohort.LASTING.toString()));
                if (violations.isEmpty()) {
                    heap.take(sinceBegin());
                }
                progress.accept(progressAfter(rounds));
            }
            endAll(leaks);
        }
        heap.judge(violations);
        return new SoakResult(
                plan.seed(), rounds, Duration.ofNanos(sinceBegin()), totals(), leaks.threads(), heap, violations);
    }

    private void round(int round, LeakCheck leaks) throws IOException, InterruptedException {
        long end = System.nanoTime() + plan.duration().toNanos() / plan.rounds();
        List<Thread> threads = new ArrayList<>();
        allRunners().forEach(runner -> threads.add(runner.startRound(end)));
        if (round % ROUNDS_PER_GC == 0) {
            collectAt(System.nanoTime() + random.nextLong(Math.max(1, end - System.nanoTime())));
        }
        leaks.count();
        finish(threads);
    }

    /** Forces a collection in the middle of a round, which slows everything down. */
    private void collectAt(long time) throws InterruptedException {
        while (time - System.nanoTime() > 0 && violations.isEmpty() && !stopSignal.isAsked()) {
            stopSignal.pause(Math.min(LOOK.toNanos(), Math.max(0, time - System.nanoTime())));
        }
        System.gc();
    }

    /** Waits for the threads of all runners; after a violation it interrupts them and waits briefly. */
    private void finish(List<Thread> threads) throws InterruptedException {
        while (violations.isEmpty() && threads.stream().anyMatch(Thread::isAlive)) {
            for (Thread thread : threads) {
                boolean _ = violations.isEmpty() && thread.join(LOOK);
            }
        }
        if (!violations.isEmpty()) {
            stopSignal.hard();
            threads.forEach(Thread::interrupt);
            joinForAWhile(threads);
        }
    }

    private static void joinForAWhile(List<Thread> threads) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_OF_ENDS.toNanos();
        for (Thread thread : threads) {
            boolean _ = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }

    /** Ends the lanes; after a violation, as far as that is possible. */
    private void endAll(LeakCheck leaks) throws IOException, InterruptedException {
        List<Thread> threads = allRunners().stream()
                .filter(runner -> runner.doing() == null)
                .map(LaneRunner::startEnd)
                .toList();
        if (stopSignal.isHard()) {
            joinForAWhile(threads);
            threads.forEach(Thread::interrupt);
        } else {
            finish(threads);
            look(leaks, _ -> false);
            contexts().forEach(LaneContext::auditLoops);
        }
    }

    /** Checks what must hold when everything has settled. */
    private void look(LeakCheck leaks, Predicate<String> mayLive) throws IOException, InterruptedException {
        if (stopSignal.isHard()) {
            return; // leftovers and losses are to be expected
        }
        contexts().forEach(LaneContext::audit);
        leaks.take(mayLive, plan.patience(), violations);
    }

    private long sinceBegin() {
        return System.nanoTime() - begin;
    }

    private List<LaneRunner> allRunners() {
        List<LaneRunner> all = new ArrayList<>(lasting);
        all.addAll(fleeting);
        return all;
    }

    private List<LaneContext> contexts() {
        return allRunners().stream().map(LaneRunner::context).toList();
    }

    private Totals totals() {
        return Totals.of(contexts().stream().map(LaneContext::ledger).toList());
    }

    private String progressAfter(int round) {
        Totals totals = totals();
        return "round %d of %d, %s: %,d tasks, live heap %,d KB"
                .formatted(
                        round,
                        plan.rounds(),
                        Duration.ofNanos(sinceBegin()).truncatedTo(ChronoUnit.SECONDS),
                        totals.offered(),
                        heap.bytes().reduce(0, (_, last) -> last) >> 10);
    }
}
