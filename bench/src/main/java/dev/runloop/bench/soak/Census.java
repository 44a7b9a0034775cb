package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.RunLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which threads and loops are there that should not be. Those that were there when this was made are nobody's business, nor
 * are those that the JDK has for itself and never ends.
 */
final class Census {
    private static final Pattern THE_JDKS = Pattern.compile("ForkJoinPool.*|VirtualThread-.*|.*-Poller|.*-Poller-.*|"
            + "CompletableFutureDelayScheduler|Common-Cleaner|Cleaner-.*|Attach Listener|process reaper.*|"
            + "MemoryPoller|JVMCI.*|Notification Thread|Signal Dispatcher|Service Thread|Finalizer");
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Set<Long> threadsBefore;
    private final List<RunLoop> loopsBefore;

    Census() throws IOException {
        threadsBefore = LiveThread.all().stream().map(LiveThread::id).collect(Collectors.toSet());
        loopsBefore = RunLoops.all();
    }

    /**
     * Adds who is left to the violations. Threads that are about to end are given the time.
     *
     * @param mayLive tells by the name of a thread whether it, and its loop, is to be there
     * @param patience how much time
     */
    void take(Predicate<String> mayLive, Duration patience, Violations violations)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<LiveThread> threads = strangers(mayLive);
        List<RunLoop> loops = strayLoops(mayLive);
        while (!(threads.isEmpty() && loops.isEmpty()) && deadline - System.nanoTime() > 0) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            threads = strangers(mayLive);
            loops = strayLoops(mayLive);
        }
        if (!threads.isEmpty()) {
            violations.add("census", threads.size() + " threads are left, such as " + threads.getFirst());
        }
        if (!loops.isEmpty()) {
            violations.add(
                    "census",
                    loops.size() + " loops are left, such as "
                            + loops.getFirst().describe());
        }
    }

    private List<LiveThread> strangers(Predicate<String> mayLive) throws IOException {
        return LiveThread.all().stream()
                .filter(thread -> !threadsBefore.contains(thread.id()))
                .filter(thread -> !THE_JDKS.matcher(thread.name()).matches())
                .filter(thread -> thread.id() != Thread.currentThread().threadId())
                .filter(thread -> !mayLive.test(thread.name()))
                .toList();
    }

    private List<RunLoop> strayLoops(Predicate<String> mayLive) {
        return RunLoops.all().stream()
                .filter(loop -> !loopsBefore.contains(loop))
                .filter(loop -> !mayLive.test(loop.thread().getName()))
                .toList();
    }
}
