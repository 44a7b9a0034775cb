package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Whatever the handler of stall reports does,")
class StallHandlerTest extends ConcurrentTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch handlerGoesOn = new CountDownLatch(1);
    private final List<StallReport> reports = new CopyOnWriteArrayList<>();
    private RunLoopThread thread;

    @AfterEach
    void letGo() {
        goOn.countDown();
        handlerGoesOn.countDown();
    }

    private StallMonitor watch(ThreadKind kind, Consumer<StallReport> handler) {
        thread = startLoop(kind);
        return closing(StallMonitor.builder()
                .limit(Stalls.LIMIT)
                .loops(List.of(thread.loop()))
                .handler(handler)
                .start());
    }

    private void perform(Runnable block) {
        RunLoop loop = thread.loop();
        loop.perform(block);
        loop.wakeUp();
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean have(Phase phase) {
        return reports.stream().anyMatch(report -> report.phase() == phase);
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("ThreadPriorityCheck") // it is what the handler leaves behind
    @DisplayName("it finds its thread as it was: not interrupted, with the class loader and the priority of all")
    void threadIsNeutral(ThreadKind kind) {
        List<String> states = new CopyOnWriteArrayList<>();
        watch(kind, report -> {
            Thread self = Thread.currentThread();
            states.add(self.isInterrupted() + " " + self.getContextClassLoader() + " " + self.getPriority());
            self.interrupt();
            self.setContextClassLoader(null);
            self.setPriority(Thread.MIN_PRIORITY);
            throw new StackOverflowError("seeded");
        });
        perform(() -> awaitOrFail(goOn));
        Awaitility.await().atMost(PATIENCE).until(() -> states.size() >= 3);
        String neutral = "false " + ClassLoader.getSystemClassLoader() + " " + Thread.NORM_PRIORITY;
        assertEquals(List.of(neutral), states.stream().distinct().toList());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the time of a stall is counted while it takes its own, and reports come in order")
    void slowHandler(ThreadKind kind) {
        var begun = new CountDownLatch(1);
        watch(kind, report -> {
            begun.countDown();
            awaitOrFail(handlerGoesOn);
            reports.add(report);
        });
        perform(() -> awaitOrFail(goOn));
        awaitOrFail(begun);
        long start = System.nanoTime();
        Duration lasting = Stalls.LIMIT.multipliedBy(10);
        Awaitility.await().atMost(PATIENCE).until(() -> System.nanoTime() - start > lasting.toNanos());
        goOn.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> thread.loop().isWaiting());
        perform(() -> {});
        handlerGoesOn.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> have(Phase.ENDED));
        assertEquals(Phase.BEGAN, reports.getFirst().phase());
        assertEquals(Phase.LASTS, reports.get(1).phase());
        assertEquals(Phase.ENDED, reports.getLast().phase());
        assertTrue(reports.getFirst().lasting().compareTo(reports.getLast().lasting()) < 0, reports::toString);
        assertTrue(reports.getLast().lasting().compareTo(lasting.dividedBy(2)) > 0, reports::toString);
    }

    @Test
    @DisplayName("it is told of 256 stalls that wait for it, the first ones, in order")
    void full() {
        thread = startLoop(ThreadKind.PLATFORM);
        var begun = new CountDownLatch(1);
        List<Integer> told = new ArrayList<>();
        var reporter = new StallReporter(report -> {
            begun.countDown();
            awaitOrFail(handlerGoesOn);
            told.add(report.queued());
        });
        reporter.start();
        reporter.add(report(0));
        awaitOrFail(begun);
        for (int i = 1; i < 1_000; i++) {
            reporter.add(report(i));
        }
        handlerGoesOn.countDown();
        reporter.close();
        assertEquals(
                IntStream.rangeClosed(0, StallReporter.MOST_WAITING).boxed().toList(), told);
    }

    private StallReport report(int number) {
        return new StallReport(Phase.BEGAN, thread.loop(), Duration.ZERO, "", "", List.of(), "", number, 0, List.of());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("it is told of the end of a stall in which its loop has ended")
    void endedLoop(ThreadKind kind) {
        watch(kind, reports::add);
        perform(() -> {
            awaitOrFail(goOn);
            thread.stop();
        });
        Awaitility.await().atMost(PATIENCE).until(() -> have(Phase.BEGAN));
        goOn.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> have(Phase.ENDED));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("it is told of all that was seen when the monitor is closed")
    void closed(ThreadKind kind) {
        var begun = new CountDownLatch(1);
        StallMonitor monitor = watch(kind, report -> {
            begun.countDown();
            awaitOrFail(handlerGoesOn);
            reports.add(report);
        });
        perform(() -> awaitOrFail(goOn));
        awaitOrFail(begun);
        Thread closer = start(ThreadKind.PLATFORM, monitor::close);
        Awaitility.await().atMost(PATIENCE).until(() -> closer.getState() == Thread.State.WAITING);
        assertTrue(reports.isEmpty());
        handlerGoesOn.countDown();
        monitor.close();
        assertFalse(reports.isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a page that cannot be written hides no report from the next one")
    void dump(ThreadKind kind, @TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("no folder"));
        Timeline timeline = closing(Timeline.builder().start());
        watch(kind, timeline.dumpingInto(file, 1).andThen(reports::add));
        perform(() -> awaitOrFail(goOn));
        Awaitility.await().atMost(PATIENCE).until(() -> have(Phase.BEGAN));
    }
}
