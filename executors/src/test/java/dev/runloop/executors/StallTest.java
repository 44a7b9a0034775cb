package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.diagnostics.StallReport;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stall monitor, of an executor's loop,")
class StallTest extends ConcurrentTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private RunLoopExecutor executor;

    @AfterEach
    void letGo() {
        goOn.countDown();
        executor.close();
    }

    private Stalls watch(ThreadKind kind) {
        RunLoop loop = startLoop(kind).loop();
        executor = RunLoopExecutors.on(loop);
        return closing(new Stalls(loop));
    }

    private void stall() {
        try {
            await(goOn);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class LongTask implements Runnable {
        @Override
        public void run() {
            stall();
        }
    }

    private final class LongCall implements Callable<String> {
        @Override
        public String call() {
            stall();
            return "";
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a task that takes too long, though many came before it in the same perform")
    void task(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        for (int i = 0; i < 1_000; i++) {
            executor.execute(() -> {});
        }
        executor.execute(new LongTask());
        stalls.awaitCulprit("task", LongTask.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a call that was submitted")
    void call(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var _ = executor.submit(new LongCall());
        stalls.awaitCulprit("task", LongCall.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a periodic task")
    void periodic(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var _ = executor.scheduleAtFixedRate(new LongTask(), 1, 1_000, TimeUnit.MILLISECONDS);
        stalls.awaitCulprit("task", LongTask.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names what completes a future")
    void completable(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var _ = executor.supplyAsync(new LongCall());
        stalls.awaitCulprit("task", LongCall.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names what was submitted, not its decorator")
    void decorated(ThreadKind kind) {
        RunLoop loop = startLoop(kind).loop();
        executor = RunLoopExecutors.builder()
                .loop(loop)
                .decorator(task -> () -> List.of(task).forEach(Runnable::run))
                .build();
        Stalls stalls = closing(new Stalls(loop));
        var _ = executor.submit(new LongCall());
        stalls.awaitCulprit("task", LongCall.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a stage that depends on a future")
    void dependent(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var _ = executor.supplyAsync(() -> "").thenAccept(new LongStage());
        StallReport report = stalls.await(StallReport.Phase.BEGAN);
        assertEquals(LongStage.class.getName(), report.culprit(), report::toString);
    }

    private final class LongStage implements Consumer<String> {
        @Override
        public void accept(String result) {
            stall();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not mind a flood of brief tasks")
    void flood(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        long end = System.nanoTime() + Stalls.LIMIT.toNanos() * 4;
        while (System.nanoTime() - end < 0) {
            for (int i = 0; i < 10_000; i++) {
                executor.execute(() -> {});
            }
            executor.submit(() -> {}).get();
        }
        assertTrue(stalls.reports().isEmpty(), () -> stalls.reports().toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells who has handed a task over")
    void origin(ThreadKind kind) {
        RunLoop loop = startLoop(kind).loop();
        executor = RunLoopExecutors.on(loop);
        Stalls stalls = closing(new Stalls(loop, StallMonitor.Builder::recordOrigins));
        // By then the loop has told the recorder of a callout from its beginning.
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        handOver();
        StallReport report = stalls.awaitCulprit("task", LongCall.class);
        assertTrue(
                report.origin().stream().anyMatch(frame -> frame.getMethodName().equals("handOver")), report::toString);
    }

    private void handOver() {
        var _ = executor.submit(new LongCall());
    }

    @Test
    @DisplayName("names a confined thread that spins, with its own stack")
    void confined() {
        Stalls stalls = watch(ThreadKind.PLATFORM);
        var spinner = new Spinner();
        Thread thread = ConfinedThreads.on(executor.loop()).newThread(spinner);
        thread.start();
        try {
            StallReport report = stalls.awaitCulprit("confined thread", Spinner.class);
            assertTrue(
                    report.stack().stream()
                            .anyMatch(frame -> frame.getMethodName().equals("spin")),
                    report::toString);
        } finally {
            spinner.ends = true;
        }
        Awaitility.await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }

    private static final class Spinner implements Runnable {
        private volatile boolean ends;

        @Override
        public void run() {
            try {
                Thread.sleep(1); // it has been carried before
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            spin();
        }

        private void spin() {
            while (!ends) {
                Thread.onSpinWait();
            }
        }
    }

    private static final ReentrantLock LOCK = new ReentrantLock();

    /** A class initializer holds the callback that needs it fast, so that it cannot give way to a confined thread. */
    private static final class HeldFast {
        static {
            try {
                LOCK.lockInterruptibly(); // kept by nobody: the test interrupts this
            } catch (InterruptedException e) {
                // the end of the test
            }
        }

        static void touch() {}
    }

    @Test
    @DisplayName("tells which confined thread may be next for what a callback waits for that cannot give way")
    void promisedToAConfinedThread() throws Exception {
        Stalls stalls = watch(ThreadKind.PLATFORM);
        RunLoop loop = executor.loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        Thread next;
        LOCK.lock();
        try {
            next = threads.newThread(() -> {
                LOCK.lock();
                try {
                    assertTrue(LOCK.isHeldByCurrentThread());
                } finally {
                    LOCK.unlock();
                }
            });
            next.start();
            Awaitility.await().atMost(PATIENCE).until(LOCK::hasQueuedThreads);
            executor.execute(HeldFast::touch);
            Awaitility.await().atMost(PATIENCE).until(() -> LOCK.getQueueLength() == 2);
        } finally {
            LOCK.unlock();
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> stalls.reports().stream()
                        .anyMatch(report -> report.waitsFor()
                                .endsWith("for which a confined thread may be next that cannot run meanwhile: \""
                                        + next.getName() + '"')));

        loop.thread().interrupt();
        assertTrue(next.join(PATIENCE));
    }

    @Test
    @DisplayName("names a callback that blocks, also if confined threads go on meanwhile")
    void blockedCallback() throws Exception {
        Stalls stalls = watch(ThreadKind.PLATFORM);
        Thread busy = ConfinedThreads.on(executor.loop()).newThread(() -> {
            while (goOn.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        busy.start();
        executor.execute(new LongTask());
        stalls.awaitCulprit("task", LongTask.class);
        goOn.countDown();
        assertTrue(busy.join(PATIENCE));
    }

    @Test
    @DisplayName("does not mind confined threads that block")
    void blockedConfined() throws Exception {
        Stalls stalls = watch(ThreadKind.PLATFORM);
        Thread thread = ConfinedThreads.on(executor.loop()).newThread(this::stall);
        thread.start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> executor.loop().metrics().asleep().compareTo(Stalls.LIMIT.multipliedBy(4)) > 0);
        assertTrue(stalls.reports().isEmpty(), () -> stalls.reports().toString());
        goOn.countDown();
        assertTrue(thread.join(PATIENCE));
    }
}
