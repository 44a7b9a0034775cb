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

/** Finds threads and loops that should have ended. Ignores those that existed when it was created and the JDK's own. */
final class LeakCheck {
    /** Threads of the soak itself, such as the watchdog. */
    static final String OWN_THREADS = "soak ";

    private static final Pattern THE_JDKS = Pattern.compile(
            "ForkJoinPool.*|VirtualThread-.*|.*-?Poller(-.*)?|SubPoller-.*|CompletableFutureDelayScheduler"
                    + "|Common-Cleaner|Cleaner-.*|Attach Listener|process reaper.*|SIG[A-Z]+ handler|DestroyJavaVM");
    private static final long LOOK_AGAIN_MILLIS = 5;

    /**
     * Numbers of threads, platform and virtual, including the JDK's.
     *
     * @param before at the start
     * @param most seen in the middle of a round
     * @param last at the last check
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

    /** Counts the threads there are now. */
    void count() {
        last = LiveThreads.all().size();
        most = Math.max(most, last);
    }

    Threads threads() {
        return new Threads(threadsBefore.size(), most, last);
    }

    /**
     * Reports what is left as violations, after giving threads time to end.
     *
     * @param mayLive tells by name whether a thread and its loop may be alive
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
