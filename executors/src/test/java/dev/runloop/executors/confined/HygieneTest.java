package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Loops on virtual threads, and threads confined to loops,")
class HygieneTest extends ConfinedTest {
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final int LOOPS = 10_000;

    @TempDir
    Path folder;

    /** The program of the recording: all that may park, on many virtual threads at a time. */
    private void stress() throws Exception {
        List<RunLoopThread> loops = new ArrayList<>();
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RunLoopThread loopThread = startLoop(ThreadKind.VIRTUAL);
            loops.add(loopThread);
            RunLoopExecutor executor = RunLoopExecutors.on(loopThread.loop());
            RunLoopExecutor before =
                    RunLoopExecutors.on(loops.get(Math.max(0, i - 1)).loop());
            answers.add(executor.schedule(() -> i(1), 1, TimeUnit.MILLISECONDS));
            if (i > 0) {
                answers.add(executor.submit(() -> before.submit(() -> i(2)).get()));
            }
        }
        RunLoop platform = startLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(platform);
        ConfinedThreads threads = ConfinedThreads.on(platform);
        List<Thread> confined = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            confined.add(start(threads, () -> {
                for (int round = 0; round < 10; round++) {
                    executor.submit(() -> i(3)).get();
                    Thread.sleep(1);
                    letOthersRun();
                }
            }));
        }
        for (Future<?> answer : answers) {
            await(answer);
        }
        for (Thread thread : confined) {
            join(thread);
        }
        loops.forEach(RunLoopThread::close);
    }

    private static int i(int result) {
        return result;
    }

    @Test
    void pinNoCarrierInAStressRun() throws Exception {
        Path file = folder.resolve("pinned.jfr");
        try (var recording = new Recording()) {
            recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
            recording.enable("jdk.VirtualThreadEnd");
            recording.start();
            stress();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertFalse(
                events.stream()
                        .noneMatch(event -> event.getEventType().getName().equals("jdk.VirtualThreadEnd")),
                "nothing was recorded");
        assertEquals(
                List.of(),
                events.stream()
                        .filter(event -> event.getEventType().getName().equals(PINNED))
                        .filter(HygieneTest::isOurs)
                        .toList());
    }

    private static boolean isOurs(RecordedEvent event) {
        return event.getStackTrace() == null
                || event.getStackTrace().getFrames().stream()
                        .map(RecordedFrame::getMethod)
                        .anyMatch(method -> method.getType().getName().startsWith("dev.runloop"));
    }

    @Test
    void leaveTheCarriersToOthersWhileTheyAreBlockedOrAsleep() throws Exception {
        var end = new CountDownLatch(1);
        var begun = new CountDownLatch(LOOPS);
        List<RunLoopThread> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            RunLoopThread loopThread = startLoop(ThreadKind.VIRTUAL);
            loops.add(loopThread);
            RunLoop loop = loopThread.loop();
            switch (i % 3) {
                case 0 ->
                    loop.perform(
                            () -> { // blocked in a callback
                                begun.countDown();
                                hold(end);
                            });
                case 1 -> { // asleep until a timer
                    loop.add(RunLoopTimer.oneShot(Duration.ofHours(1), timer -> {}), RunLoopMode.DEFAULT);
                    loop.perform(begun::countDown);
                }
                default -> loop.perform(begun::countDown); // asleep
            }
            loop.wakeUp();
        }
        await(begun);

        assertEquals(
                "ran",
                CompletableFuture.supplyAsync(() -> "ran", Thread::startVirtualThread)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        try (var executor = RunLoopExecutors.newVirtualLoop("another")) {
            assertEquals("ran too", executor.submit(() -> "ran too").get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertTrue(end.getCount() > 0);
        end.countDown();
        loops.forEach(RunLoopThread::stop);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
