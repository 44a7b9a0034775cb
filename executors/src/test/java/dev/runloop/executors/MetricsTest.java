package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The metrics of an executor's loop")
class MetricsTest extends ConcurrentTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("count the tasks of all its executors, also of those that have ended")
    void tasks(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        try (RunLoopExecutor one = RunLoopExecutors.on(loop);
                RunLoopExecutor other = RunLoopExecutors.on(loop)) {
            for (int i = 0; i < 100; i++) {
                one.execute(() -> {});
                other.execute(() -> {});
            }
            var _ = one.schedule(() -> {}, 1, TimeUnit.MILLISECONDS);
            one.inModes(RunLoopMode.DEFAULT).execute(() -> {});
        }
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().tasks() == 202);
        assertEquals(0, loop.metrics().queued());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("count each task once where tasks run the loop again")
    void nested(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        try (RunLoopExecutor executor = RunLoopExecutors.on(loop)) {
            for (int i = 0; i < 10; i++) {
                executor.execute(() -> loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false));
            }
            executor.submit(() -> {}).get();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().tasks() == 11);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell how many tasks wait, and how many were found waiting at most")
    void queued(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        try (RunLoopExecutor executor = RunLoopExecutors.on(loop)) {
            var goOn = new CountDownLatch(1);
            var begun = new CountDownLatch(1);
            executor.execute(() -> {
                begun.countDown();
                try {
                    await(goOn);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await(begun);
            for (int i = 0; i < 5_000; i++) { // more than one perform takes
                executor.execute(() -> {});
            }
            assertTrue(loop.metrics().queued() >= 5_000);
            goOn.countDown();
            executor.submit(() -> {}).get();
        }
        assertTrue(loop.metrics().mostQueued() > 500, loop.metrics()::toString);
        assertTrue(loop.metrics().mostQueued() <= 5_001, loop.metrics()::toString);
    }
}
