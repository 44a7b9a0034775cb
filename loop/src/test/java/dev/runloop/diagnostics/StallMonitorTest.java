package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.Source1;
import dev.runloop.diagnostics.StallReport.Phase;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stall monitor")
class StallMonitorTest extends ConcurrentTest {
    private static final RunLoopMode MODE = RunLoopMode.of("nested");

    private final CountDownLatch goOn = new CountDownLatch(1);
    private RunLoop loop;

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    private Stalls watch(ThreadKind kind) {
        loop = startLoop(kind).loop();
        return closing(new Stalls(loop));
    }

    private void perform(Runnable block) {
        loop.perform(block);
        loop.wakeUp();
    }

    private void stall() {
        try {
            await(goOn);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class LongBlock implements Runnable {
        @Override
        public void run() {
            stall();
        }
    }

    private final class LongTimer implements Consumer<RunLoopTimer> {
        @Override
        public void accept(RunLoopTimer timer) {
            stall();
        }
    }

    private final class LongObserver implements BiConsumer<RunLoopObserver, RunLoopActivity> {
        @Override
        public void accept(RunLoopObserver observer, RunLoopActivity activity) {
            stall();
        }
    }

    private final class LongSource implements Source0.Callbacks, Source1.Callbacks {
        @Override
        public void perform() {
            stall();
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {}

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {}
    }

    private static final class Spinner implements Runnable {
        private volatile boolean ends;

        @Override
        public void run() {
            while (!ends) {
                Thread.onSpinWait();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a timer that takes too long")
    void timer(ThreadKind kind) {
        Stalls stalls = watch(kind);
        loop.add(RunLoopTimer.oneShot(Duration.ZERO, new LongTimer()), RunLoopMode.DEFAULT);
        stalls.awaitCulprit("timer", LongTimer.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names an observer that takes too long")
    void observer(ThreadKind kind) {
        Stalls stalls = watch(kind);
        loop.add(
                RunLoopObserver.create(Set.of(RunLoopActivity.BEFORE_TIMERS), new LongObserver()), RunLoopMode.DEFAULT);
        loop.wakeUp();
        stalls.awaitCulprit("observer", LongObserver.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a source of kind 0 that takes too long")
    void source0(ThreadKind kind) {
        Stalls stalls = watch(kind);
        Source0 source = Source0.create(new LongSource());
        loop.add(source, RunLoopMode.DEFAULT);
        source.signalAndWakeUp();
        stalls.awaitCulprit("source", LongSource.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a source of kind 1 that takes too long")
    void source1(ThreadKind kind) {
        Stalls stalls = watch(kind);
        Source1 source = Source1.create(new LongSource());
        loop.add(source, RunLoopMode.DEFAULT);
        source.signal();
        stalls.awaitCulprit("source", LongSource.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names a block that spins")
    void spinning(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var spinner = new Spinner();
        perform(spinner);
        try {
            stalls.awaitCulprit("block", Spinner.class);
        } finally {
            spinner.ends = true;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells for which lock a callout waits, and of a platform thread who holds it")
    void lock(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        var lock = new ReentrantLock();
        var locked = new CountDownLatch(1);
        start(ThreadKind.PLATFORM, () -> {
            lock.lock();
            try {
                locked.countDown();
                await(goOn);
            } finally {
                lock.unlock();
            }
        });
        await(locked);
        perform(new Locking(lock));
        StallReport report = stalls.awaitCulprit("block", Locking.class);
        assertTrue(report.waitsFor().contains(ReentrantLock.class.getName()), report::summary);
        assertEquals(kind == ThreadKind.PLATFORM, report.waitsFor().endsWith("held by \"test\""), report::summary);
    }

    private record Locking(ReentrantLock lock) implements Runnable {
        @Override
        public void run() {
            lock.lock();
            try {
                assertTrue(lock.isHeldByCurrentThread());
            } finally {
                lock.unlock();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names who reads from a socket that says nothing")
    void blockingRead(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(server.getInetAddress(), server.getLocalPort());
                var silent = server.accept()) {
            perform(new Reading(socket));
            stalls.awaitCulprit("block", Reading.class);
            silent.shutdownOutput();
            stalls.await(Phase.ENDED);
        }
    }

    private record Reading(Socket socket) implements Runnable {
        @Override
        public void run() {
            try {
                assertEquals(-1, socket.getInputStream().read());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has the stack of the moment, with what is called in it")
    void stack(ThreadKind kind) {
        Stalls stalls = watch(kind);
        perform(new LongBlock());
        StallReport report = stalls.await(Phase.BEGAN);
        assertTrue(
                report.stack().stream().anyMatch(frame -> frame.getMethodName().equals("stall")), report::toString);
        assertTrue(
                report.stack().stream().anyMatch(frame -> frame.getMethodName().equals("callingOutToBlock")),
                report::toString);
        assertTrue(report.toString().contains("\n    at "), report::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reports again with growing pauses while a stall lasts, and when it has ended")
    void phases(ThreadKind kind) {
        Stalls stalls = watch(kind);
        perform(new LongBlock());
        StallReport began = stalls.await(Phase.BEGAN);
        Awaitility.await().atMost(PATIENCE).until(() -> stalls.reports().size() >= 3);
        goOn.countDown();
        StallReport ended = stalls.await(Phase.ENDED);
        assertTrue(stalls.reports().get(1).lasting().compareTo(began.lasting().multipliedBy(2)) >= 0);
        assertTrue(stalls.reports().get(2).lasting().compareTo(began.lasting().multipliedBy(4)) >= 0);
        assertEquals(Phase.LASTS, stalls.reports().get(2).phase());
        assertEquals(began.culprit(), ended.culprit());
        assertTrue(ended.lasting().compareTo(stalls.reports().get(2).lasting()) >= 0);
        assertTrue(ended.toString().contains("goes on"), ended::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells how much more waits than at first")
    void growth(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        var begun = new CountDownLatch(1);
        perform(() -> {
            begun.countDown();
            stall();
        });
        await(begun);
        stalls.await(Phase.BEGAN);
        for (int i = 0; i < 10; i++) {
            loop.perform(() -> {});
        }
        StallReport lasts = stalls.await(Phase.LASTS);
        assertEquals(10, lasts.growth(), lasts::summary);
        assertEquals(10, lasts.queued(), lasts::summary);
        assertTrue(lasts.summary().contains("10 waiting, 10 more than at first"), lasts::summary);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells where the culprit was registered, if it is to")
    void origin(ThreadKind kind) {
        loop = startLoop(kind).loop();
        Stalls stalls = closing(new Stalls(loop, StallMonitor.Builder::recordOrigins));
        registerHere();
        StallReport report = stalls.awaitCulprit("timer", LongTimer.class);
        assertTrue(
                report.origin().stream().anyMatch(frame -> frame.getMethodName().equals("registerHere")),
                report::toString);
        assertTrue(report.toString().contains("registered or handed over:"), report::toString);
    }

    private void registerHere() {
        loop.add(RunLoopTimer.oneShot(Duration.ZERO, new LongTimer()), RunLoopMode.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not mind loops that sleep, nor callouts in which the loop sleeps")
    void sleeping(ThreadKind kind) {
        Duration nap = Stalls.LIMIT.multipliedBy(5); // here, as it takes its time on a cold machine
        Duration more = Stalls.LIMIT.multipliedBy(6);
        Source0 source = Source0.create(() -> {});
        Stalls stalls = watch(kind);
        perform(() -> {
            loop.add(source, MODE);
            loop.runInMode(MODE, nap, false);
        });
        Awaitility.await().atMost(PATIENCE).until(() -> loop.metrics().asleep().compareTo(more) > 0);
        assertTrue(stalls.reports().isEmpty(), () -> stalls.reports().toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("begins to count anew when a run within a callout has ended")
    void afterNestedRun(ThreadKind kind) {
        Duration nap = Stalls.LIMIT.multipliedBy(3);
        Source0 source = Source0.create(() -> {});
        Stalls stalls = watch(kind);
        perform(() -> {
            loop.add(source, MODE);
            loop.runInMode(MODE, nap, false);
            stall();
        });
        stalls.awaitCulprit("block", StallMonitorTest.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not mind many brief callouts without a sleep between them")
    void busy(ThreadKind kind) {
        Stalls stalls = watch(kind);
        var ends = new CountDownLatch(1);
        var again = new Runnable() {
            @Override
            public void run() {
                if (ends.getCount() > 0) {
                    perform(this);
                }
            }
        };
        perform(again);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> loop.metrics().busy().compareTo(Stalls.LIMIT.multipliedBy(4)) > 0);
        ends.countDown();
        assertTrue(stalls.reports().isEmpty(), () -> stalls.reports().toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("goes on when its handler throws")
    void throwingHandler(ThreadKind kind) {
        loop = startLoop(kind).loop();
        var told = new CountDownLatch(2);
        closing(new Stalls(
                loop,
                builder -> builder.handler(report -> {
                    told.countDown();
                    throw new IllegalStateException("seeded");
                })));
        perform(new LongBlock());
        Awaitility.await().atMost(PATIENCE).until(() -> told.getCount() == 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("says nothing after it was closed")
    void closed(ThreadKind kind) throws Exception {
        Stalls stalls = watch(kind);
        perform(new LongBlock());
        stalls.await(Phase.BEGAN);
        stalls.close();
        int reports = stalls.reports().size();
        goOn.countDown();
        Awaitility.await().atMost(PATIENCE).until(loop::isWaiting);
        assertEquals(reports, stalls.reports().size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be closed by its handler")
    void closedByHandler(ThreadKind kind) throws Exception {
        loop = startLoop(kind).loop();
        var closed = new CountDownLatch(1);
        var monitor = new StallMonitor[1];
        var isSet = new CountDownLatch(1);
        monitor[0] = StallMonitor.builder()
                .limit(Stalls.LIMIT)
                .handler(report -> {
                    try {
                        await(isSet);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    monitor[0].close();
                    closed.countDown();
                })
                .start();
        isSet.countDown();
        perform(new LongBlock());
        await(closed);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("watches loops that come later, if it watches all")
    void newLoops(ThreadKind kind) {
        var reports = new CopyOnWriteArrayList<StallReport>();
        closing(StallMonitor.builder()
                .limit(Stalls.LIMIT)
                .recordOrigins()
                .handler(reports::add)
                .start());
        loop = startLoop(kind).loop();
        perform(new LongBlock());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> reports.stream()
                        .anyMatch(report ->
                                report.loop() == loop && !report.origin().isEmpty()));
        assertFalse(reports.isEmpty());
    }
}
