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
 * One run: rounds of load, and after each of them an audit, a census and a sample of the heap. It ends at its time,
 * when somebody asks for it, or with the first violation.
 */
final class SoakRun {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LIMIT_OF_ENDS = Duration.ofSeconds(10); // of lanes that are stuck
    private static final int ROUNDS_A_COLLECTION = 2;

    private final SoakPlan plan;
    private final Consumer<String> progress;
    private final Violations violations = new Violations();
    private final Halt halt = new Halt();
    private final HeapRecord heap = new HeapRecord();
    private final List<Post> lasting = new ArrayList<>();
    private final List<Post> fleeting = new ArrayList<>();
    private final SplittableRandom random;
    private final long begin = System.nanoTime();

    SoakRun(SoakPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.random = new SplittableRandom(plan.seed());
        for (LaneKind lane : plan.lanes()) {
            for (ThreadKind threads : ThreadKind.values()) {
                if (lane.threads().contains(threads)) {
                    lasting.add(post(lane, threads, Cohort.LASTING));
                    fleeting.add(post(lane, threads, Cohort.FLEETING));
                }
            }
        }
    }

    private Post post(LaneKind lane, ThreadKind threads, Cohort cohort) {
        var site = new Site(cohort + " " + threads + " " + lane.name(), threads, violations);
        return new Post(site, lane, cohort, random.split(), plan, halt);
    }

    /** Ends the run early, in order. May be called from any thread. */
    void ask() {
        halt.ask();
    }

    SoakResult run() throws IOException, InterruptedException {
        int rounds = 0;
        var census = new Census();
        try (var _ = new Watchdog(allPosts(), plan.patience(), plan.folder(), violations)) {
            while (rounds < plan.rounds() && !halt.isAsked() && violations.isEmpty()) {
                rounds++;
                round(rounds, census);
                look(census, name -> name.startsWith(Cohort.LASTING.toString()));
                if (violations.isEmpty()) {
                    heap.take(sinceBegin());
                }
                progress.accept(progressAfter(rounds));
            }
            endAll(census);
        }
        heap.judge(violations);
        return new SoakResult(
                plan.seed(), rounds, Duration.ofNanos(sinceBegin()), totals(), census.threads(), heap, violations);
    }

    private void round(int round, Census census) throws IOException, InterruptedException {
        long end = System.nanoTime() + plan.duration().toNanos() / plan.rounds();
        List<Thread> threads = new ArrayList<>();
        allPosts().forEach(post -> threads.add(post.startRound(end)));
        if (round % ROUNDS_A_COLLECTION == 0) {
            collectAt(System.nanoTime() + random.nextLong(Math.max(1, end - System.nanoTime())));
        }
        census.count();
        finish(threads);
    }

    /** Collects garbage in the middle of it all, which takes time from everybody. */
    private void collectAt(long time) throws InterruptedException {
        while (time - System.nanoTime() > 0 && violations.isEmpty() && !halt.isAsked()) {
            halt.pause(Math.min(LOOK.toNanos(), Math.max(0, time - System.nanoTime())));
        }
        System.gc();
    }

    /** Waits for the threads of all posts; after a violation only for a while, having told them. */
    private void finish(List<Thread> threads) throws InterruptedException {
        while (violations.isEmpty() && threads.stream().anyMatch(Thread::isAlive)) {
            for (Thread thread : threads) {
                boolean _ = violations.isEmpty() && thread.join(LOOK);
            }
        }
        if (!violations.isEmpty()) {
            halt.hard();
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

    /** Ends the lanes. If something is wrong already, as far as they can be ended. */
    private void endAll(Census census) throws IOException, InterruptedException {
        List<Thread> threads = allPosts().stream()
                .filter(post -> post.doing() == null)
                .map(Post::startEnd)
                .toList();
        if (halt.isHard()) {
            joinForAWhile(threads);
            threads.forEach(Thread::interrupt);
        } else {
            finish(threads);
            look(census, _ -> false);
            sites().forEach(Site::auditLoops);
        }
    }

    /** Everything has settled. */
    private void look(Census census, Predicate<String> mayLive) throws IOException, InterruptedException {
        if (halt.isHard()) {
            return; // what is left and what is lost is no news
        }
        sites().forEach(Site::audit);
        census.take(mayLive, plan.patience(), violations);
    }

    private long sinceBegin() {
        return System.nanoTime() - begin;
    }

    private List<Post> allPosts() {
        List<Post> all = new ArrayList<>(lasting);
        all.addAll(fleeting);
        return all;
    }

    private List<Site> sites() {
        return allPosts().stream().map(Post::site).toList();
    }

    private Totals totals() {
        return Totals.of(sites().stream().map(Site::ledger).toList());
    }

    private String progressAfter(int round) {
        Totals totals = totals();
        return "round %d of %d, %s: %,d errands, live heap %,d KB"
                .formatted(
                        round,
                        plan.rounds(),
                        Duration.ofNanos(sinceBegin()).truncatedTo(ChronoUnit.SECONDS),
                        totals.offered(),
                        heap.bytes().reduce(0, (_, last) -> last) >> 10);
    }
}
