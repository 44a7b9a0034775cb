package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A flight recording")
class RunLoopEventsTest extends ConcurrentTest {
    private static final Duration SLOW = Duration.ofMillis(30);

    @TempDir
    private Path folder;

    private RunLoop loop;

    private static void takeTime() {
        long end = System.nanoTime() + SLOW.toNanos();
        for (long left = SLOW.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static final class SlowBlock implements Runnable {
        @Override
        public void run() {
            takeTime();
        }
    }

    private record Awaiting(Stalls stalls) implements Runnable {
        @Override
        public void run() {
            stalls.await(Phase.BEGAN);
        }
    }

    private Recording record(ThreadKind kind, String... events) {
        RunLoopEvents.register();
        loop = startLoop(kind.loopThread().name("flying")).loop();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        var recording = closing(new Recording());
        for (String event : events) {
            recording.enable(event);
        }
        recording.start();
        return recording;
    }

    private void perform(Runnable block) throws InterruptedException {
        var done = new CountDownLatch(1);
        loop.perform(block);
        loop.perform(done::countDown);
        loop.wakeUp();
        await(done);
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
    }

    /** Those of our loop, or of its monitor. */
    private List<RecordedEvent> read(Recording recording, String name) throws Exception {
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
        }
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .filter(event -> event.getEventType().getField("loopThread") != null
                        || event.getThread().getJavaThreadId() == loop.thread().threadId())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the callouts that took longer than its threshold, by kind and class")
    void slowCallout(ThreadKind kind) throws Exception {
        Recording recording = record(kind, "dev.runloop.SlowCallout");
        perform(new SlowBlock());
        perform(() -> {});
        List<RecordedEvent> events = read(recording, "dev.runloop.SlowCallout").stream()
                .filter(event -> event.getDuration().compareTo(SLOW.minusMillis(1)) >= 0) // others, on a loaded machine
                .toList();
        assertEquals(1, events.size(), events::toString);
        RecordedEvent event = events.getFirst();
        assertEquals("block", event.getString("kind"));
        assertEquals(SlowBlock.class.getName(), event.getClass("callee").getName());
        assertEquals(SlowBlock.class.getName(), event.getString("name"));
        assertTrue(event.getDuration().compareTo(SLOW.minusMillis(1)) >= 0, event::toString);
        assertEquals(List.of("Run Loop"), event.getEventType().getCategoryNames());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the timers that were later than its limit")
    void lateTimer(ThreadKind kind) throws Exception {
        Recording recording = record(kind, "dev.runloop.LateTimer");
        recording.enable("dev.runloop.LateTimer").with("limit", "20 ms");
        loop.add(RunLoopTimer.oneShot(Duration.ofMillis(5), timer -> {}), RunLoopMode.DEFAULT);
        perform(() -> {
            loop.add(RunLoopTimer.oneShot(Duration.ZERO, timer -> {}), RunLoopMode.DEFAULT);
            takeTime();
        });
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().timers() == 2);
        List<RecordedEvent> events = read(recording, "dev.runloop.LateTimer");
        assertFalse(events.isEmpty());
        for (RecordedEvent event : events) {
            assertTrue(event.getDuration("lateness").compareTo(Duration.ofMillis(20)) >= 0, event::toString);
            assertTrue(event.getString("name").startsWith(RunLoopEventsTest.class.getName()), event::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has wake-ups and passes")
    void passes(ThreadKind kind) throws Exception {
        Recording recording = record(kind, "dev.runloop.WakeUp", "dev.runloop.Pass");
        perform(() -> {});
        perform(() -> {});
        List<RecordedEvent> wakeUps = read(recording, "dev.runloop.WakeUp");
        assertTrue(
                wakeUps.stream().allMatch(event -> event.getDuration("asleep").isPositive()), wakeUps::toString);
        assertFalse(wakeUps.isEmpty());
        List<RecordedEvent> passes = read(recording, "dev.runloop.Pass");
        assertFalse(passes.isEmpty());
        assertTrue(
                passes.stream().allMatch(event -> event.getString("mode").equals(RunLoopMode.DEFAULT.name())),
                passes::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has stalls without being asked for them")
    void stall(ThreadKind kind) throws Exception {
        Recording recording = record(kind);
        Stalls stalls = closing(new Stalls(loop));
        perform(new Awaiting(stalls));
        stalls.await(Phase.ENDED);
        stalls.close();
        List<RecordedEvent> events = read(recording, "dev.runloop.Stall").stream()
                .filter(event -> event.getThread("loopThread").getJavaThreadId()
                        == loop.thread().threadId())
                .toList();
        assertTrue(events.size() >= 2, events::toString);
        RecordedEvent event = events.getFirst();
        assertEquals("BEGAN", event.getString("phase"));
        assertEquals("ENDED", events.getLast().getString("phase"));
        assertEquals("block", event.getString("kind"));
        assertEquals(Awaiting.class.getName(), event.getString("culprit"), event::toString);
        assertTrue(event.getDuration("lasting").compareTo(Stalls.LIMIT) >= 0, event::toString);
        assertTrue(event.getString("stack").contains("callingOutToBlock"), event::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("costs loops nothing where it asks for no event of theirs, nor when it has ended")
    void off(ThreadKind kind) {
        Recording recording = record(kind);
        assertNull(LoopAccess.probe(loop).counters().tracer());
        recording.close();
        Recording other = record(kind, "dev.runloop.Pass");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> LoopAccess.probe(loop).counters().tracer() != null);
        other.stop();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> LoopAccess.probe(loop).counters().tracer() == null);
    }

    @Test
    @DisplayName("can have each of the events, which are off but for stalls")
    void types() {
        RunLoopEvents.register();
        for (String name : List.of("SlowCallout", "LateTimer", "WakeUp", "Pass", "Stall")) {
            EventType type = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .filter(event -> event.getName().equals("dev.runloop." + name))
                    .findAny()
                    .orElseThrow();
            String enabled = type.getSettingDescriptors().stream()
                    .filter(setting -> setting.getName().equals("enabled"))
                    .findAny()
                    .orElseThrow()
                    .getDefaultValue();
            assertEquals(name.equals("Stall"), Boolean.parseBoolean(enabled), name);
        }
    }

    @ParameterizedTest
    @CsvSource({"10 ms,10000000", "5us,5000", "1 s,1000000000", "250 ns,250", "'',10000000", "2 h,10000000"})
    @DisplayName("reads a limit of lateness in units, and keeps the default for what it cannot read")
    void limit(String text, long nanos) {
        var limit = new LatenessLimit();
        limit.setValue(text);
        assertEquals(nanos, limit.nanos());
        assertEquals("7 us", limit.combine(Set.of("1 s", "7 us", "nonsense")));
    }
}
