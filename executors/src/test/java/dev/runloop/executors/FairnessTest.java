package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A task that hands itself over again and again")
class FairnessTest extends ExecutorTest {

    /** Never lets its executor run dry. */
    private static final class Endless implements Runnable {
        private final RunLoopExecutor executor;

        private Endless(RunLoopExecutor executor) {
            this.executor = executor;
        }

        @Override
        public void run() {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) {
                // the end of the test
            }
        }
    }

    private static void keepBusy(RunLoopExecutor executor) {
        executor.execute(new Endless(executor));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStarveATimerOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        keepBusy(executor);
        var fired = new CountDownLatch(10);
        executor.loop()
                .add(RunLoopTimer.repeating(Duration.ofMillis(1), timer -> fired.countDown()), RunLoopMode.DEFAULT);

        await(fired);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStarveADelayedTask(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        keepBusy(executor);

        assertEquals(
                "delayed",
                executor.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStarveAnotherExecutor(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        keepBusy(RunLoopExecutors.on(loop));
        RunLoopExecutor other = RunLoopExecutors.on(loop);

        for (int i = 0; i < 10; i++) {
            other.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStarveASourceOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        keepBusy(executor);
        var performed = new CountDownLatch(1);
        var source = Source0.create(performed::countDown);
        executor.loop().add(source, RunLoopMode.DEFAULT);
        source.signalAndWakeUp();

        await(performed);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotStarveABlockOfTheLoop(LoopKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        keepBusy(executor);
        var ran = new CountDownLatch(1);
        executor.loop().perform(ran::countDown);

        await(ran);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKeepTheLoopFromStopping(ThreadKind kind) throws Exception {
        var thread = startLoop(kind);
        keepBusy(RunLoopExecutors.on(thread.loop()));

        thread.stop();
        assertTrue(thread.awaitTermination(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    void takesTurnsWithOneOfAnotherExecutor(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        RunLoopExecutor first = RunLoopExecutors.on(loop);
        RunLoopExecutor second = RunLoopExecutors.on(loop);
        keepBusy(first);
        keepBusy(second);

        for (int i = 0; i < 10; i++) {
            first.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            second.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
