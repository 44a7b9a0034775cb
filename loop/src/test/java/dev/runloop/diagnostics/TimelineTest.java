package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A timeline")
class TimelineTest extends ConcurrentTest {
    private static final RunLoopMode NESTED = RunLoopMode.of("nested");

    @TempDir
    private Path folder;

    private RunLoop loop;

    private Timeline record(ThreadKind kind, UnaryOperator<Timeline.Builder> configure) {
        loop = startLoop(kind.loopThread().name("recorded")).loop();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        return closing(configure.apply(Timeline.builder().loops(List.of(loop))).start());
    }

    private void perform(Runnable block) {
        loop.perform(block);
        loop.wakeUp();
    }

    /** Has the loop do a bit of everything, and waits until it sleeps. */
    private void doSomething() throws InterruptedException {
        var done = new CountDownLatch(4);
        Source0 source = Source0.create(new Performing(done));
        loop.add(source, RunLoopMode.DEFAULT);
        loop.add(
                RunLoopObserver.create(Set.of(RunLoopActivity.AFTER_WAITING), false, 0, (observer, activity) -> {}),
                RunLoopMode.DEFAULT);
        loop.add(RunLoopTimer.oneShot(Duration.ZERO, timer -> done.countDown()), RunLoopMode.DEFAULT);
        loop.perform(done::countDown);
        source.signalAndWakeUp();
        perform(() -> {
            loop.add(Source0.create(() -> {}), NESTED);
            loop.runInMode(NESTED, Duration.ofMillis(1), false);
            done.countDown();
        });
        await(done);
        source.invalidate();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
    }

    private record Performing(CountDownLatch done) implements Source0.Callbacks {
        @Override
        public void perform() {
            done.countDown();
        }
    }

    private static Map<String, Integer> counts(Timeline timeline) {
        return timeline.spans().stream()
                .collect(Collectors.groupingBy(TimelineSpan::kind, Collectors.summingInt(TimelineSpan::count)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has each callout that the loop has counted")
    void callouts(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, builder -> builder);
        doSomething();
        Map<String, Integer> counts = counts(timeline);
        assertEquals(loop.metrics().sources(), (long) counts.get("source"));
        assertEquals(loop.metrics().timers(), (long) counts.get("timer"));
        assertEquals(loop.metrics().blocks(), (long) counts.get("block"));
        assertEquals(loop.metrics().observations(), (long) counts.get("observer"));
        assertTrue(timeline.spans().stream()
                .anyMatch(span -> span.name().equals(Performing.class.getName())
                        && span.kind().equals("source")));
        assertEquals(0, timeline.dropped());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has runs within the callouts that have begun them, and passes and sleeps within runs")
    void nesting(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, builder -> builder);
        doSomething();
        TimelineSpan run = timeline.spans().stream()
                .filter(span -> span.kind().equals("run"))
                .findFirst()
                .orElseThrow();
        assertEquals("nested", run.name());
        assertEquals("recorded", run.thread());
        assertTrue(timeline.spans().stream().anyMatch(span -> span.kind().equals("block") && contains(span, run)));
        assertTrue(timeline.spans().stream().anyMatch(span -> span.kind().equals("pass") && contains(run, span)));
        assertTrue(timeline.spans().stream().anyMatch(span -> span.kind().equals("sleep") && contains(run, span)));
    }

    private static boolean contains(TimelineSpan outer, TimelineSpan inner) {
        return outer.start().compareTo(inner.start()) <= 0
                && outer.start().plus(outer.lasting()).compareTo(inner.start().plus(inner.lasting())) >= 0;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("writes complete events with the times and names of its spans, and pairs of flow events")
    void trace(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, Timeline.Builder::recordHandoffs);
        doSomething();
        timeline.close();
        var text = new StringBuilder();
        timeline.writeTrace(text);
        var trace = new TraceFormat(text.toString());
        List<TimelineSpan> spans = timeline.spans();
        assertEquals(spans.size(), trace.spans().size());
        assertTrue(trace.flows() >= 3, () -> trace.flows() + " flows"); // two blocks and a source
        assertEquals("recorded", trace.threadName(loop.thread().threadId()));
        TimelineSpan first = spans.getFirst();
        assertEquals(
                first.lasting().toNanos() / 1e3,
                trace.spans().getFirst().get("dur").getAsDouble(),
                1e-6);
        assertEquals(
                first.start().toNanos() / 1e3,
                trace.spans().getFirst().get("ts").getAsDouble(),
                1e-6);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keeps the last of what it has recorded, within its capacity")
    void capacity(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, builder -> builder.capacity(64));
        for (int i = 0; i < 50; i++) {
            var done = new CountDownLatch(1);
            perform(done::countDown);
            await(done);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> timeline.dropped() > 10);
        assertTrue(timeline.spans().size() <= 64);
        timeline.writeTrace(folder.resolve("trace.json"));
        var _ = new TraceFormat(Files.readString(folder.resolve("trace.json")));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("records loops that come later, if it records all, and forgets some that have ended")
    void newLoops(ThreadKind kind) throws Exception {
        Timeline timeline = closing(Timeline.builder().start());
        loop = startLoop(kind.loopThread().name("newcomer")).loop();
        var done = new CountDownLatch(1);
        perform(done::countDown);
        await(done);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> timeline.spans().stream()
                        .anyMatch(span ->
                                span.thread().equals("newcomer") && span.kind().equals("block")));
        for (int i = 0; i < 100; i++) {
            RunLoopThread.ofVirtual().name("brief").start().close();
        }
        assertTrue(timeline.spans().stream()
                        .filter(span -> span.thread().equals("brief"))
                        .map(TimelineSpan::threadId)
                        .distinct()
                        .count()
                < 60);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("records nothing after it was closed, and then still has what it has recorded")
    void closed(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, builder -> builder);
        doSomething();
        timeline.close();
        timeline.close();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        int spans = timeline.spans().size();
        doSomething();
        assertTrue(spans > 0);
        assertTrue(timeline.spans().size() - spans <= 2, "a sleep and a pass were under way");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("writes a page when a stall is reported, but not more than it may")
    void stall(ThreadKind kind) throws Exception {
        Timeline timeline = record(kind, builder -> builder);
        var goOn = new CountDownLatch(1);
        Path pages = folder.resolve("new").resolve("folder");
        Stalls stalls = closing(new Stalls(loop, builder -> builder.handler(timeline.dumpingInto(pages, 1))));
        perform(() -> {
            try {
                await(goOn);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(pages.resolve("stall-1.html")));
        goOn.countDown();
        stalls.close();
        assertTrue(Files.readString(pages.resolve("stall-1.html")).contains("\"sleep\""));
        assertFalse(Files.exists(pages.resolve("stall-2.html")));
    }

    @Test
    @DisplayName("tells of a file that cannot be written")
    void unwritable() {
        Timeline timeline = record(ThreadKind.VIRTUAL, builder -> builder);
        assertThrows(
                IOException.class, () -> timeline.writePage(folder.resolve("no").resolve("folder.html")));
        assertThrows(IOException.class, () -> timeline.writeTrace(folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, (1 << 24) + 1})
    @DisplayName("refuses a capacity that no ring can have")
    void capacityRefused(int records) {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> Timeline.builder().capacity(records));
        assertTrue(thrown.getMessage().startsWith("records is " + records), thrown::getMessage);
    }

    @Test
    @DisplayName("refuses to record nothing, and nulls")
    void refused() {
        assertThrows(IllegalArgumentException.class, () -> Timeline.builder().loops(List.of()));
        assertThrows(NullPointerException.class, () -> Timeline.builder().loops(null));
        Timeline timeline = record(ThreadKind.VIRTUAL, builder -> builder);
        assertThrows(NullPointerException.class, () -> timeline.writeTrace((Path) null));
        assertThrows(NullPointerException.class, () -> timeline.writePage((Appendable) null));
        assertThrows(IllegalArgumentException.class, () -> timeline.dumpingInto(folder, 0));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the same spans for ever once it is closed, whatever is under way then")
    void staysTheSame(ThreadKind kind) throws Exception {
        var goOn = new AtomicBoolean(true);
        Timeline timeline = record(kind, builder -> builder.capacity(64));
        perform(new Runnable() {
            @Override
            public void run() {
                if (goOn.get()) {
                    perform(this);
                }
            }
        });
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> timeline.dropped() > 100);
            timeline.close();
            List<TimelineSpan> spans = timeline.spans();
            assertTrue(!spans.isEmpty(), () -> "spans: " + spans.size());
            long passes = loop.metrics().passes();
            Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().passes() > passes + 1_000);
            assertEquals(spans, timeline.spans());
        } finally {
            goOn.set(false);
        }
    }
}
