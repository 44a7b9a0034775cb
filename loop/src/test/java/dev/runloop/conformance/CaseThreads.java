package dev.runloop.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a case. They do not end before the case is over, as nothing that the end of a thread causes belongs
 * to a case. Thread-safe.
 */
final class CaseThreads {
    private static final Duration LONGEST_REPLAY = Duration.ofSeconds(20);

    private final ThreadKind kind;
    private final ScenarioTime time;
    private final List<Thread> further = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    CaseThreads(ThreadKind kind, ScenarioTime time) {
        this.kind = kind;
        this.time = time;
    }

    /**
     * Runs the case on a thread of its own.
     *
     * @throws ReplayException if it or one of the threads that it starts fails, or does not end
     */
    void run(Runnable body) {
        Thread thread = kind.unstarted("case", () -> {
            live(body);
            over.countDown();
        });
        time.enlist(thread);
        thread.start();
        if (!hasEnded(thread)) {
            time.abandon("the case goes on and on");
            var hung = new ReplayException("the case goes on and on");
            hung.setStackTrace(thread.getStackTrace());
            failed(hung);
        }
        Throwable found = failure.get();
        if (found != null) {
            throw new ReplayException(String.valueOf(found.getMessage()), found);
        }
    }

    private static boolean hasEnded(Thread thread) {
        try {
            return thread.join(LONGEST_REPLAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a further thread, which begins when the clock lets it. */
    Thread start(String name, Runnable body) {
        Thread thread = kind.unstarted(name, () -> {
            live(body);
            stay();
        });
        time.enlist(thread);
        further.add(thread);
        thread.start();
        return thread;
    }

    /** Waits for all further threads, those that they start included. */
    void joinAll() {
        for (int i = 0; i < further.size(); i++) {
            time.join(further.get(i));
        }
    }

    /** Something has been thrown that should not have been. The first such failure counts, and ends the replay. */
    void failed(Throwable exception) {
        failure.compareAndSet(null, exception);
        time.abandon(exception.toString());
    }

    private void live(Runnable body) {
        try {
            time.begin();
            body.run();
        } catch (Throwable e) {
            failed(e);
        } finally {
            time.end();
        }
    }

    private void stay() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
