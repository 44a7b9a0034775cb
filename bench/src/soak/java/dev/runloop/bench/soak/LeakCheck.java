package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.bench.gauge.LiveThreads;
import dev.runloop.diagnostics.RunLoops;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which threads and loops are there that should not be. Those that were there when this was made are nobody's business,
 * nor are those that the JDK has for itself and never ends.
 */
final class LeakCheck {
    /** Of the soak itself: the watchdog, and who ends it early. */
    static final String OWN_THREADS = "soak ";

    private static final Pattern THE_JDKS = Pattern.compile(
            "ForkJoinPool.*|VirtualThread-.*|.*-?Poller(-.*)?|SubPoller-.*|CompletableFutureDelayScheduler"
                    + "|Common-Cleaner|Cleaner-.*|Attach Listener|process reaper.*|SIG[A-Z]+ handler|DestroyJavaVM");
    private static final long LOOK_AGAIN_MILLIS = 5;

    /**
     * How many threads there were, platform and virtual, those of the JDK among them.
     *
     * @param before when the leaks was made
     * @param most in the middle of a round, as far as it was looked at
     * @param last when the leaks was taken last
     */
    record Threads(int before, int most, int last) {}

    private final Set<Long> threadsBefore;
    private final List<RunLoop> loopsBefore;
    private int most;
    private int last;

    LeakCheck() {
        threadsBefore = LiveThreads.all().stream().map(Thread::threadId).collect(Collectors.toSet());
        loopsBefore = RunLoops.all();
    }

    /** Looks how many threads there are now. */
    void count() {
        last = LiveThreads.all().size();
        most = Math.max(most, last);
    }

    Threads threads() {
        return new Threads(threadsBefore.size(), most, last);
    }

    /**
     * Adds who is left to the violations. Threads that are about to end are given the time.
     *
     * @param mayLive tells by the name of a thread whether it, and its loop, is to be there
     * @param patience how much time
     */
    void take(Predicate<String> mayLive, Duration patience, Violations violations) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Thread> threads = strangers(mayLive);
        List<RunLoop> loops = strayLoops(mayLive);
        while (!(threads.isEmpty() && loops.isEmpty()) && deadline - System.nanoTime() > 0) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            threads = strangers(mayLive);
            loops = strayLoops(mayLive);
        }
        count();
        if (!threads.isEmpty()) {
            violations.add(
                    "leaks", threads.size() + " threads are left, such as " + LiveThreads.describe(threads.getFirst()));
        }
        if (!loops.isEmpty()) {
            violations.add(
                    "leaks",
                    loops.size() + " loops are left, such as "
                            + loops.getFirst().describe());
        }
    }

    private List<Thread> strangers(Predicate<String> mayLive) {
        return LiveThreads.all().stream()
                .filter(thread -> !threadsBefore.contains(thread.threadId()))
                .filter(thread -> !THE_JDKS.matcher(thread.getName()).matches())
                .filter(thread -> !thread.getName().startsWith(OWN_THREADS))
                .filter(thread -> thread.threadId() != Thread.currentThread().threadId())
                .filter(thread -> !mayLive.test(thread.getName()))
                .toList();
    }

    private List<RunLoop> strayLoops(Predicate<String> mayLive) {
        return RunLoops.all().stream()
                .filter(loop -> !loopsBefore.contains(loop))
                .filter(loop -> !mayLive.test(loop.thread().getName()))
                .toList();
    }
}
