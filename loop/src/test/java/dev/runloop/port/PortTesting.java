package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** A test of ports, which are closed behind the loops. */
abstract class PortTesting extends ConcurrentTest {
    static final RunLoopMode OTHER = RunLoopMode.of("other");
    private static final Duration POLL = Duration.ofNanos(200_000);

    private final List<RunLoopThread> loops = new ArrayList<>();

    @AfterEach
    final void endLoops() {
        loops.forEach(RunLoopThread::close);
    }

    /** A loop on a thread of its own. */
    final RunLoop loop(ThreadKind kind) {
        return loopThread(kind).loop();
    }

    final RunLoopThread loopThread(ThreadKind kind) {
        RunLoopThread started = startLoop(kind);
        loops.add(started);
        return started;
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** Has the loop do something, and waits for it. */
    static <T> T call(RunLoop loop, Callable<T> body) throws Exception {
        var task = new FutureTask<>(body);
        loop.perform(task);
        loop.wakeUp();
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw (Exception) e.getCause();
        }
    }
}
