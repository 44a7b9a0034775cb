package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.internal.Deadlines;
import dev.runloop.port.Port;
import dev.runloop.port.PortMessage;
import dev.runloop.stream.StreamPair;
import dev.runloop.stream.StreamProperty;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A limit, whatever its value,")
class ExtremeLimitsTest extends ConcurrentTest {
    private static final List<StreamProperty<Duration>> LIMITS_OF_STREAMS =
            List.of(StreamProperty.CONNECT_LIMIT, StreamProperty.IDLE_LIMIT);

    static Stream<Duration> past() {
        return Stream.of(
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofMillis(Long.MIN_VALUE),
                Duration.ofNanos(Long.MIN_VALUE),
                Duration.ofNanos(-1),
                Duration.ZERO);
    }

    static Stream<Duration> never() {
        return Stream.of(
                ChronoUnit.FOREVER.getDuration(),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("past")
    void isZeroIfItLiesInThePast(Duration limit) throws Exception {
        RunLoopThread thread = startLoop(ThreadKind.PLATFORM);
        assertFalse(thread.awaitTermination(limit));
        RunLoop loop = RunLoop.current();
        RunLoopTimer keeps = RunLoopTimer.oneShot(Duration.ofDays(1), timer -> {});
        loop.add(keeps, RunLoopMode.DEFAULT);
        assertEquals(RunLoopResult.TIMED_OUT, loop.runInMode(RunLoopMode.DEFAULT, limit, false));

        int[] fired = new int[1];
        RunLoopTimer due = RunLoopTimer.oneShot(limit, timer -> fired[0]++);
        due.setTolerance(limit);
        loop.add(due, RunLoopMode.DEFAULT);
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        assertEquals(1, fired[0]);
        keeps.setNextFire(limit);
        loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
        assertFalse(keeps.isValid());
    }

    @ParameterizedTest
    @MethodSource("never")
    void isForEverIfItLiesFarInTheFuture(Duration limit) throws Exception {
        RunLoop loop = RunLoop.current();
        RunLoopTimer late = RunLoopTimer.builder()
                .firstFire(limit)
                .interval(limit)
                .tolerance(limit)
                .build(timer -> {});
        loop.add(late, RunLoopMode.DEFAULT);
        loop.perform(loop::stop);
        assertEquals(RunLoopResult.STOPPED, loop.runInMode(RunLoopMode.DEFAULT, limit, false));
        assertTrue(late.nextFireDate().isPresent());
        assertTrue(loop.nextTimerFireDate(RunLoopMode.DEFAULT).isPresent());
        late.invalidate();

        RunLoopThread thread = startLoop(ThreadKind.VIRTUAL);
        thread.stop();
        assertTrue(thread.awaitTermination(limit));
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedByDatesAtBothEndsOfTime(ThreadKind kind) throws Exception {
        Thread thread = start(kind, () -> {
            RunLoop loop = RunLoop.current();
            RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ofDays(1), fired -> {});
            loop.add(timer, RunLoopMode.DEFAULT);
            timer.setNextFireDate(Instant.MAX);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertTrue(timer.nextFireDate().isPresent());
            timer.setNextFireDate(Instant.MIN);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertFalse(timer.isValid());
        });
        assertTrue(thread.join(PATIENCE));
    }

    @Test
    void movesTheWallClockNoFurtherThanThereIsTime() {
        VirtualClock clock = VirtualClock.create();
        clock.shiftWall(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(Instant.MAX, clock.instant());
        clock.advance(Duration.ofDays(1));
        clock.shiftWall(Duration.ofSeconds(Long.MIN_VALUE));
        assertEquals(Instant.MIN, clock.instant());
    }

    static Stream<Duration> negative() {
        return past().filter(Duration::isNegative);
    }

    @ParameterizedTest
    @MethodSource("negative")
    void isRefusedByNameWhereANegativeOneMakesNoSense(Duration limit) {
        VirtualClock clock = VirtualClock.create();
        assertRefused("duration", limit, () -> clock.advance(limit));
        assertRefused("limit", limit, () -> clock.advanceUntilIdle(limit));
        assertRefused("duration", limit, () -> clock.suspend(limit));
        assertRefused("duration", limit, () -> clock.stall(limit));
        assertRefused("limit", limit, () -> StallMonitor.builder().limit(limit));
        assertRefused("idleTime", limit, () -> KeyedRunLoops.ofVirtual().idleTime(limit));
        StreamPair pair = StreamPair.connecting("localhost", 1);
        for (StreamProperty<Duration> key : LIMITS_OF_STREAMS) {
            assertRefused(key.toString(), limit, () -> pair.input().setProperty(key, limit));
        }
    }

    @ParameterizedTest
    @MethodSource("never")
    void isRefusedByNameWhereThereIsNoSuchTime(Duration limit) {
        VirtualClock clock = VirtualClock.create();
        assertRefused("duration", limit, () -> clock.advance(limit));
        assertRefused("limit", limit, () -> clock.advanceUntilIdle(limit));
        assertRefused("duration", limit, () -> clock.suspend(limit));
        assertRefused("duration", limit, () -> clock.stall(limit));
        assertRefused("limit", limit, () -> StallMonitor.builder().limit(limit));
    }

    private static void assertRefused(String argument, Duration value, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(argument) && message.contains(value.toString()), message);
    }

    @Test
    void isADateOfTheWallClockFromOneEndOfTimeToTheOther() {
        VirtualClock clock = VirtualClock.create();
        for (Instant date : List.of(Instant.MIN, Instant.MAX)) {
            clock.setInstant(date);
            assertEquals(date, clock.instant());
        }
        clock.suspend(Duration.ofDays(1));
        clock.stall(Duration.ofDays(1));
        assertEquals(Instant.MAX, clock.instant());
        assertEquals(Duration.ofDays(1), clock.elapsed());
    }

    @ParameterizedTest
    @MethodSource("never")
    void isForEverForKeyedLoops(Duration limit) throws Exception {
        VirtualClock clock = VirtualClock.create();
        for (RunLoopClock time : List.of(RunLoopClock.system(), clock)) {
            KeyedRunLoops<String> loops =
                    KeyedRunLoops.ofVirtual().idleTime(limit).clock(time).start();
            var ran = new CountDownLatch(1);
            loops.perform("key", ran::countDown);
            await(ran);
            loops.shutdown();
            assertTrue(loops.awaitTermination(limit));
        }
    }

    @ParameterizedTest
    @MethodSource("past")
    void doesNotWaitForKeyedLoopsIfItLiesInThePast(Duration limit) throws Exception {
        KeyedRunLoops<String> loops = closing(KeyedRunLoops.ofPlatform().start());
        assertFalse(loops.awaitTermination(limit));
        loops.shutdown();
        assertTrue(loops.awaitTermination(limit));
    }

    @ParameterizedTest
    @MethodSource("past")
    void doesNotWaitForAPortIfItLiesInThePast(Duration limit) throws Exception {
        Port full = Port.create(1, message -> {});
        assertTrue(PortMessage.to(full, 1).send(limit));
        assertFalse(PortMessage.to(full, 2).send(limit));
    }

    @ParameterizedTest
    @MethodSource("never")
    void isForEverForAPort(Duration limit) throws Exception {
        Port port = Port.create(1, message -> {});
        assertTrue(PortMessage.to(port, 1).send(limit));
        Thread sender = start(
                ThreadKind.PLATFORM,
                () -> assertThrows(
                        InterruptedException.class,
                        () -> PortMessage.to(port, 2).send(limit)));
        sender.interrupt();
        assertTrue(sender.join(PATIENCE));
    }

    @ParameterizedTest
    @MethodSource("never")
    void isForEverForAStream(Duration limit) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StreamPair pair = StreamPair.connecting("localhost", server.getLocalPort());
            for (StreamProperty<Duration> key : LIMITS_OF_STREAMS) {
                assertTrue(pair.input().setProperty(key, limit));
            }
            pair.input().open();
            try (var peer = server.accept()) {
                peer.getOutputStream().write(7);
                assertEquals(1, pair.input().read(new byte[1]));
            }
            pair.input().close();
            pair.output().close();
        }
    }

    @Test
    void isCutInAnyUnit() {
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals(-Deadlines.FURTHEST, Deadlines.nanos(Long.MIN_VALUE, unit));
            assertEquals(Deadlines.FURTHEST, Deadlines.nanos(Long.MAX_VALUE, unit));
            assertEquals(0, Deadlines.nanos(0, unit));
        }
    }
}
