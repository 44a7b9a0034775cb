package dev.runloop;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A source that watches a channel")
class ChannelSourceTest extends ConcurrentTest {
    private static final RunLoopMode OTHER = RunLoopMode.of("other");

    private static final Duration POLL = Duration.ofNanos(100_000);

    private final Queue<String> trace = new ConcurrentLinkedQueue<>();
    private final List<RunLoopThread> loops = new ArrayList<>();
    private Pipe pipe;

    @BeforeEach
    void openPipe() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
    }

    @AfterEach
    void closePipeBehindTheLoops() throws IOException {
        loops.forEach(RunLoopThread::close);
        pipe.sink().close();
        pipe.source().close();
    }

    private RunLoopThread loopThread(ThreadKind kind) {
        RunLoopThread started = startLoop(kind);
        loops.add(started);
        return started;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wakes a loop that sleeps when the channel becomes ready")
    void wakesTheLoop(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        loop.add(reader(), RunLoopMode.DEFAULT);
        until(loop::isWaiting);
        write('x');
        until(() -> trace.contains("x"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets a loop that selects be woken for all the rest")
    void selectingLoopIsWoken(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        loop.add(reader(), RunLoopMode.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            until(loop::isWaiting);
            call(loop, () -> "woken");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets a loop that selects fire its timers")
    void selectingLoopFiresTimers(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        loop.add(reader(), RunLoopMode.DEFAULT);
        var fires = new CountDownLatch(20);
        loop.add(RunLoopTimer.repeating(Duration.ofMillis(3), timer -> fires.countDown()), RunLoopMode.DEFAULT);
        await(fires);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("works in virtual time, which passes for a loop that selects as for one that parks")
    void virtualTime(ThreadKind kind) throws Exception {
        var time = VirtualClock.create();
        RunLoopThread thread = startLoop(kind.loopThread().clock(time));
        loops.add(thread);
        RunLoop loop = thread.loop();
        loop.add(reader(), RunLoopMode.DEFAULT);
        loop.add(
                RunLoopTimer.builder()
                        .clock(time)
                        .firstFire(Duration.ofDays(1))
                        .build(timer -> trace.add("after " + time.elapsed())),
                RunLoopMode.DEFAULT);
        time.runUntilIdle();
        write('x');
        until(() -> trace.contains("x"));
        time.advance(Duration.ofDays(1));
        assertEquals("[x, after PT24H]", trace.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is performed once more for what a perform has left")
    void performsAgainForTheRest(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        write('a');
        write('b');
        loop.add(reader(), RunLoopMode.DEFAULT); // reads one byte a perform
        until(() -> trace.size() == 2);
        assertEquals("[a, b]", trace.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not disturb a loop that runs in another mode")
    void otherModesSleep(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        write('x');
        call(loop, () -> {
            loop.add(reader(), OTHER);
            long sleeps = loop.gate().sleeps();
            loop.add(Source0.create(() -> {}), RunLoopMode.DEFAULT);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false);
            assertTrue(
                    loop.gate().sleeps() - sleeps < 20,
                    "sleeps: " + (loop.gate().sleeps() - sleeps));
            assertTrue(trace.isEmpty());
            return loop.runInMode(OTHER, Duration.ZERO, false);
        });
        assertEquals("[x]", trace.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("hears of its channel again after a mode in which it was ready")
    void isWatchedAgainAfterOtherModes(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        write('a');
        call(loop, () -> {
            loop.add(reader(), OTHER);
            loop.add(Source0.create(() -> {}), RunLoopMode.DEFAULT);
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false);
            loop.runInMode(OTHER, Duration.ZERO, false);
            write('b');
            return loop.runInMode(OTHER, PATIENCE, true);
        });
        assertEquals("[a, b]", trace.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is not performed within its own callback")
    void isNotReentrant(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        write('x');
        loop.add(
                ChannelSource.create(pipe.source(), OP_READ, source -> {
                    trace.add("in");
                    loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false);
                    trace.add("out");
                    read();
                }),
                RunLoopMode.DEFAULT);
        until(() -> trace.contains("x"));
        assertEquals("[in, out, x]", trace.toString());
        write('y');
        until(() -> trace.contains("y"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be interested in other things later")
    void changesInterest(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        var writes = new AtomicInteger();
        ChannelSource source = ChannelSource.create(pipe.sink(), 0, self -> {
            writes.incrementAndGet();
            self.interestOps(0);
        });
        loop.add(source, RunLoopMode.DEFAULT);
        until(loop::isWaiting);
        source.interestOps(OP_WRITE);
        until(() -> writes.get() == 1);
        until(loop::isWaiting);
        assertEquals(1, writes.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells what its channel is ready for, and nothing if it was signalled by hand")
    void tellsReadyOps(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        ChannelSource source =
                ChannelSource.create(pipe.source(), OP_READ, self -> trace.add(self.readyOps() + read()));
        loop.add(source, RunLoopMode.DEFAULT);
        source.signal();
        until(() -> trace.contains("0nothing"));
        write('x');
        until(() -> trace.contains(OP_READ + "x"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("shares its channel with others")
    void twoSourcesOfOneChannel(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        try (var server = ServerSocketChannel.open();
                var client = SocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.connect(server.getLocalAddress());
            try (var accepted = server.accept()) {
                client.configureBlocking(false);
                var written = new CountDownLatch(1);
                var readable = new CountDownLatch(1);
                loop.add(
                        ChannelSource.create(client, OP_WRITE, source -> {
                            source.invalidate();
                            written.countDown();
                        }),
                        RunLoopMode.DEFAULT);
                loop.add(
                        ChannelSource.create(client, OP_READ, source -> {
                            source.invalidate();
                            readable.countDown();
                        }),
                        RunLoopMode.DEFAULT);
                await(written);
                accepted.write(ByteBuffer.wrap(new byte[1]));
                await(readable);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets go of its channel when it is invalidated, from any thread")
    void releasesItsChannel(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        ChannelSource source = reader();
        loop.add(source, RunLoopMode.DEFAULT);
        until(() -> pipe.source().isRegistered());
        source.invalidate();
        until(() -> !pipe.source().isRegistered());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may leave and come back at once")
    void comesBack(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        ChannelSource source = reader();
        ChannelSource other = ChannelSource.create(pipe.sink(), 0, self -> {});
        call(loop, () -> {
            loop.add(other, RunLoopMode.DEFAULT);
            for (int i = 0; i < 3; i++) {
                loop.add(source, RunLoopMode.DEFAULT);
                loop.remove(source, RunLoopMode.DEFAULT);
            }
            loop.add(source, RunLoopMode.DEFAULT);
            return null;
        });
        write('x');
        until(() -> trace.contains("x"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may move on to another loop")
    void movesOn(ThreadKind kind) throws Exception {
        RunLoop one = loopThread(kind).loop();
        RunLoop two = loopThread(kind).loop();
        ChannelSource source = reader();
        one.add(source, RunLoopMode.DEFAULT);
        two.add(source, RunLoopMode.DEFAULT);
        assertFalse(two.contains(source, RunLoopMode.DEFAULT), "in two loops at once");
        one.remove(source, RunLoopMode.DEFAULT);
        two.add(source, RunLoopMode.DEFAULT);
        write('x');
        until(() -> trace.contains("x"));
        assertTrue(two.contains(source, RunLoopMode.DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is invalidated if its channel has been closed")
    void closedChannel(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        ChannelSource source = reader();
        pipe.source().close();
        loop.add(source, RunLoopMode.DEFAULT);
        until(() -> !source.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "is invalidated if others close its channel while it is watched, and no other is, when its loop looks next")
    void closedByOthers(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        ChannelSource other = reader();
        loop.add(other, RunLoopMode.DEFAULT);
        Pipe second = Pipe.open();
        second.source().configureBlocking(false);
        ChannelSource source = ChannelSource.create(second.source(), OP_READ, self -> {});
        loop.add(source, RunLoopMode.DEFAULT);
        until(() -> second.source().isRegistered() && loop.isWaiting());
        second.source().close();
        write('x');
        until(() -> !source.isValid());
        assertTrue(other.isValid());
        second.sink().close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is invalidated, and the exception handler told, if its channel has become a blocking one")
    void blockingChannel(ThreadKind kind) throws Exception {
        RunLoop loop = loopThread(kind).loop();
        loop.setExceptionHandler((thread, e) -> trace.add(e.getClass().getSimpleName()));
        ChannelSource source = reader();
        pipe.source().configureBlocking(true);
        loop.add(source, RunLoopMode.DEFAULT);
        until(() -> !source.isValid());
        until(() -> trace.contains("IllegalBlockingModeException"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is let go of when the loop ends")
    void loopEnds(ThreadKind kind) throws Exception {
        RunLoopThread thread = loopThread(kind);
        ChannelSource source = reader();
        thread.loop().add(source, RunLoopMode.DEFAULT);
        until(() -> pipe.source().isRegistered());
        thread.close();
        assertFalse(pipe.source().isRegistered());
        assertTrue(source.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not spin when its loop is interrupted")
    void interrupted(ThreadKind kind) throws Exception {
        RunLoopThread thread = loopThread(kind);
        thread.loop().add(reader(), RunLoopMode.DEFAULT);
        until(thread.loop()::isWaiting);
        thread.thread().interrupt();
        call(thread.loop(), () -> "still there");
        until(thread.loop()::isWaiting);
        long sleeps = call(thread.loop(), () -> thread.loop().gate().sleeps());
        long later = call(thread.loop(), () -> thread.loop().gate().sleeps());
        assertTrue(later - sleeps < 10, "sleeps between two calls: " + (later - sleeps));
    }

    @Test
    @DisplayName("refuses a channel in blocking mode")
    void refusesBlockingMode() throws IOException {
        pipe.source().configureBlocking(true);
        var e = assertThrows(IllegalArgumentException.class, this::reader);
        assertTrue(e.getMessage().startsWith("channel is in blocking mode: "), e.getMessage());
    }

    @Test
    @DisplayName("refuses operations that the channel does not have")
    void refusesUnknownOperations() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> ChannelSource.create(pipe.source(), OP_ACCEPT, self -> {}));
        assertTrue(e.getMessage().startsWith("interestOps is 16"), e.getMessage());
    }

    @Test
    @DisplayName("names the argument that is missing")
    void namesNullArguments() {
        var channel = assertThrows(NullPointerException.class, () -> ChannelSource.create(null, 0, self -> {}));
        var callbacks = assertThrows(NullPointerException.class, () -> ChannelSource.create(pipe.source(), 0, null));
        assertEquals("channel", channel.getMessage());
        assertEquals("callbacks", callbacks.getMessage());
    }

    /** Reads one byte each time. */
    private ChannelSource reader() {
        return ChannelSource.create(pipe.source(), OP_READ, source -> read());
    }

    private String read() {
        try {
            var one = ByteBuffer.allocate(1);
            String read = pipe.source().read(one) == 1 ? "" + (char) one.get(0) : "nothing";
            trace.add(read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(char c) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) c}));
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** Has the loop do something, and waits for it. */
    private static <T> T call(RunLoop loop, Callable<T> body) throws Exception {
        var task = new FutureTask<>(body);
        loop.perform(task);
        loop.wakeUp();
        return task.get();
    }
}
