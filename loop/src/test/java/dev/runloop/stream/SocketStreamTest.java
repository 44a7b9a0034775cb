package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Streams over a socket")
class SocketStreamTest extends SocketTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell of the connection, of bytes that come, and of the end")
    void eventsOfReading(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            noteAndRead(pair.input(), 10);
            pair.input().schedule(loop, MODE);
            assertTrue(pair.input().open());
            SocketChannel peer = accept();
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertEquals(StreamStatus.OPEN, pair.input().status());
            write(peer, "hello");
            runUntil(loop, () -> trace.contains("hello"));
            peer.close();
            runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
            assertEquals(
                    List.of(
                            "OPEN_COMPLETED",
                            "HAS_BYTES_AVAILABLE",
                            "hello",
                            "HAS_BYTES_AVAILABLE",
                            "end",
                            "END_ENCOUNTERED"),
                    trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell of the connection and of room to write together")
    void eventsOfWriting(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            pair.output().setClient(note());
            pair.output().schedule(loop, MODE);
            pair.output().open();
            runUntil(loop, () -> !trace.isEmpty());
            assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES"), trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell a writer that was full when there is room again, and do not keep the loop awake until then")
    void fullThenRoom(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            pair.output().open();
            SocketChannel peer = accept();
            until(() -> pair.output().status() == StreamStatus.OPEN);
            long total = 0;
            while (pair.output().canAcceptBytes()) {
                total += pair.output().write(ByteBuffer.allocate(1 << 20));
            }
            pair.output().setClient(note());
            pair.output().schedule(loop, MODE);
            long passes = loop.metrics().passes();
            loop.runInMode(MODE, Duration.ofMillis(50), false);
            assertEquals(List.of(), trace);
            assertTrue(loop.metrics().passes() - passes < 5);
            long size = total;
            Thread reader =
                    start(kind, () -> assertEquals(size, read(peer, (int) size).length()));
            runUntil(loop, () -> trace.contains("CAN_ACCEPT_BYTES"));
            assertTrue(pair.output().canAcceptBytes());
            assertTrue(reader.join(PATIENCE));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not keep the loop awake for bytes that nobody reads")
    void unreadBytesLetTheLoopSleep(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            pair.input().setClient(note());
            pair.input().schedule(loop, MODE);
            pair.input().open();
            write(accept(), "x");
            runUntil(loop, () -> trace.contains("HAS_BYTES_AVAILABLE"));
            long passes = loop.metrics().passes();
            loop.runInMode(MODE, Duration.ofMillis(50), false);
            assertTrue(loop.metrics().passes() - passes < 5);
            assertEquals("x", text(pair.input(), 5));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not tell of bytes that a timer of the same pass has read")
    void readBeforeTheEvent(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            pair.input().open();
            SocketChannel peer = accept();
            until(() -> pair.input().status() == StreamStatus.OPEN);
            noteAndRead(pair.input(), 10);
            pair.input().schedule(loop, MODE);
            for (int i = 0; i < 20; i++) {
                write(peer, "x");
                until(pair.input()::hasBytesAvailable);
                loop.add(
                        RunLoopTimer.oneShot(Duration.ZERO, timer -> trace.add("timer " + text(pair.input(), 10))),
                        MODE);
                passes(loop, 3); // would block for ever
            }
            assertEquals(20, trace.size(), trace::toString);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that are refused fail with the reason, and with them the end of both")
    void refused(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            server.close();
            pair.input().setClient(note());
            pair.output().setClient(note());
            pair.input().schedule(loop, MODE);
            pair.output().schedule(loop, MODE);
            pair.input().open();
            pair.output().open();
            runUntil(loop, () -> trace.size() == 2);
            assertEquals(List.of("ERROR_OCCURRED", "ERROR_OCCURRED"), trace);
            assertInstanceOf(ConnectException.class, pair.input().streamError().orElseThrow());
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("to a host that nobody knows fail with the reason")
    void unknownHost(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = closing(StreamPair.connecting("nowhere", 80, host -> {
                throw new UnknownHostException(host);
            }));
            pair.input().setClient(note());
            pair.input().schedule(loop, MODE);
            pair.input().open();
            runUntil(loop, () -> !trace.isEmpty());
            assertEquals(List.of("ERROR_OCCURRED"), trace);
            assertEquals("nowhere", pair.input().streamError().orElseThrow().getMessage());
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("look their host up while the loop goes on")
    void lookupDoesNotBlockTheLoop(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            var goOn = new CountDownLatch(1);
            StreamPair pair = closing(StreamPair.connecting("somewhere", port(), host -> {
                awaitQuietly(goOn);
                return new InetAddress[] {LOOPBACK};
            }));
            pair.input().setClient(note());
            pair.input().schedule(loop, MODE);
            assertTrue(pair.input().open());
            assertEquals(StreamStatus.OPENING, pair.input().status());
            loop.add(RunLoopTimer.oneShot(Duration.ofMillis(1), timer -> trace.add("timer")), MODE);
            runUntil(loop, () -> trace.contains("timer"));
            goOn.countDown();
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertEquals(List.of("timer", "OPEN_COMPLETED"), trace);
        });
    }

    @Test
    @DisplayName("try the addresses of a host one after the other")
    void nextAddress() throws Exception {
        StreamPair pair = closing(StreamPair.connecting("somewhere", port(), host ->
                new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), LOOPBACK})); // on the first nobody listens
        pair.output().open();
        assertEquals(1, pair.output().write(bytes("x")));
        assertEquals("x", read(accept(), 1));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("block a reader, be it a loop's thread, until there is a byte")
    void blockingRead(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        StreamPair pair = connecting();
        pair.input().open();
        SocketChannel peer = accept();
        var done = new CountDownLatch(1);
        loop.perform(() -> {
            trace.add(text(pair.input(), 5));
            done.countDown();
        });
        loop.wakeUp();
        until(() -> pair.input().status() == StreamStatus.READING);
        write(peer, "x");
        await(done);
        assertEquals(List.of("x"), trace);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("block a reader that comes before the connection until there is one")
    void readBeforeTheConnection(ThreadKind kind) throws Exception {
        var goOn = new CountDownLatch(1);
        StreamPair pair = closing(StreamPair.connecting("somewhere", port(), host -> {
            awaitQuietly(goOn);
            return new InetAddress[] {LOOPBACK};
        }));
        pair.input().open();
        Thread reader = start(kind, () -> trace.add(text(pair.input(), 5)));
        until(() -> reader.getState() == Thread.State.WAITING);
        goOn.countDown();
        write(accept(), "x");
        assertTrue(reader.join(PATIENCE));
        assertEquals(List.of("x"), trace);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("block a writer until there is room")
    void blockingWrite(ThreadKind kind) throws Exception {
        StreamPair pair = connecting();
        pair.output().open();
        int size = 16 << 20;
        Thread writer = start(kind, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining()) {
                assertTrue(pair.output().write(bytes) > 0);
            }
            pair.output().close();
        });
        assertEquals(size, read(accept(), size + 1).length());
        assertTrue(writer.join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("end a read that waits when they are closed, interrupted or not")
    void closingEndsARead(ThreadKind kind) throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        accept();
        Thread reader = start(kind, () -> {
            trace.add(text(pair.input(), 5));
            trace.add(Boolean.toString(Thread.interrupted()));
        });
        until(() -> pair.input().status() == StreamStatus.READING);
        reader.interrupt();
        pair.input().close();
        assertTrue(reader.join(PATIENCE));
        assertEquals(List.of("none", "true"), trace);
    }

    @Test
    @DisplayName("can be polled")
    void polling() throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        pair.output().open();
        SocketChannel peer = accept();
        until(() -> pair.input().status() == StreamStatus.OPEN);
        assertFalse(pair.input().hasBytesAvailable());
        assertTrue(pair.output().canAcceptBytes());
        write(peer, "x");
        until(pair.input()::hasBytesAvailable);
        assertEquals("x", text(pair.input(), 5));
        assertFalse(pair.input().hasBytesAvailable());
        peer.close();
        until(pair.input()::hasBytesAvailable);
        assertEquals("end", text(pair.input(), 5));
        assertEquals(StreamStatus.AT_END, pair.input().status());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that are reset fail with the reason, as the last event")
    void reset(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = connecting();
            noteAndRead(pair.input(), 10);
            pair.input().schedule(loop, MODE);
            pair.input().open();
            reset(accept());
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            passes(loop, 2);
            assertEquals("ERROR_OCCURRED", trace.getLast());
            assertTrue(pair.input().streamError().orElseThrow().getMessage().contains("reset"));
        });
    }

    @Test
    @DisplayName("end one direction when one of them is closed, and go on in the other")
    void halfClose() throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        pair.output().open();
        SocketChannel peer = accept();
        assertEquals(3, pair.output().write(bytes("abc")));
        pair.output().close();
        assertEquals("abc", read(peer, 10)); // and the end
        write(peer, "xyz");
        assertEquals("xyz", text(pair.input(), 10));
        peer.close();
        assertEquals("end", text(pair.input(), 10));
    }

    @Test
    @DisplayName("can still write when the other end has stopped writing")
    void peerHalfClose() throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        pair.output().open();
        SocketChannel peer = accept();
        peer.shutdownOutput();
        assertEquals("end", text(pair.input(), 10));
        assertEquals(3, pair.output().write(bytes("abc")));
        pair.close();
        assertEquals("abc", read(peer, 10));
    }

    @Test
    @DisplayName("fail to open one when the other has ended the connection")
    void openedTooLate() throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        accept();
        pair.input().close();
        assertFalse(pair.output().open());
        assertEquals(StreamStatus.ERROR, pair.output().status());
    }

    @Test
    @DisplayName("know their addresses, after the end too, and no properties of others")
    void addresses() throws Exception {
        StreamPair pair = connecting();
        assertTrue(pair.input().property(StreamProperty.SOCKET_REMOTE_ADDRESS).isEmpty());
        pair.input().open();
        SocketChannel peer = accept();
        until(() -> pair.input().status() == StreamStatus.OPEN);
        pair.close();
        assertEquals(
                server.getLocalAddress(),
                pair.output().property(StreamProperty.SOCKET_REMOTE_ADDRESS).orElseThrow());
        assertEquals(
                peer.getRemoteAddress(),
                pair.input().property(StreamProperty.SOCKET_LOCAL_ADDRESS).orElseThrow());
        assertTrue(pair.input().property(StreamProperty.FILE_CURRENT_OFFSET).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("on two loops give each byte to one of them")
    void twoLoops(ThreadKind kind) throws Exception {
        List<RunLoop> loops = List.of(startLoop(kind).loop(), startLoop(kind).loop());
        StreamPair pair = connecting();
        var received = new AtomicLong();
        var ended = new CountDownLatch(1);
        var ends = new AtomicInteger();
        pair.input().setClient((in, event) -> {
            if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                received.addAndGet(Math.max(0, in.read(new byte[100])));
            } else if (event == StreamEvent.END_ENCOUNTERED) {
                ends.incrementAndGet();
                ended.countDown();
            }
        });
        loops.forEach(loop -> pair.input().schedule(loop, RunLoopMode.DEFAULT));
        pair.input().open();
        SocketChannel peer = accept();
        write(peer, "0123456789".repeat(5_000));
        peer.close();
        await(ended);
        assertEquals(List.of(50_000L, 1L), List.of(received.get(), ends.longValue()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("let the other loops sleep while one takes its time, and tell one of them of the rest after that")
    void othersSleepMeanwhile(ThreadKind kind) throws Exception {
        List<RunLoop> loops = List.of(startLoop(kind).loop(), startLoop(kind).loop());
        StreamPair pair = connecting();
        var busy = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        pair.input().setClient((in, event) -> {
            if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                trace.add(text(in, 1));
                busy.countDown();
                awaitQuietly(goOn);
            }
        });
        loops.forEach(loop -> pair.input().schedule(loop, RunLoopMode.DEFAULT));
        pair.input().open();
        write(accept(), "abc");
        await(busy);
        until(() -> loops.stream().anyMatch(RunLoop::isWaiting));
        long passes = passes(loops);
        assertFalse(goOn.await(20, TimeUnit.MILLISECONDS)); // time in which to spin
        assertTrue(passes(loops) - passes < 5);
        goOn.countDown();
        until(() -> trace.size() == 3);
        assertEquals(List.of("a", "b", "c"), trace);
    }

    private static long passes(List<RunLoop> loops) {
        return loops.stream().mapToLong(loop -> loop.metrics().passes()).sum();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("give all descriptors back, whatever way a connection ends, also within a callback")
    void noDescriptorIsLost(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        oneConnection(loop, 0);
        long before = descriptors();
        for (int i = 0; i < 60; i++) {
            oneConnection(loop, i % 4);
        }
        until(() -> descriptors() <= before + 5);
    }

    private void oneConnection(RunLoop loop, int way) throws Exception {
        StreamPair pair = StreamPair.connecting("127.0.0.1", port());
        var closed = new CountDownLatch(1);
        pair.input().setClient((in, event) -> {
            if (event == StreamEvent.HAS_BYTES_AVAILABLE && way != 3) {
                in.read(new byte[10]);
            } else if (event != StreamEvent.OPEN_COMPLETED) {
                pair.close();
                closed.countDown();
            }
        });
        pair.input().schedule(loop, RunLoopMode.DEFAULT);
        pair.input().open();
        pair.output().open();
        try (SocketChannel peer = server.accept()) {
            until(() -> pair.output().status() == StreamStatus.OPEN);
            switch (way) {
                case 0 -> write(peer, "x");
                case 1 -> reset(peer);
                case 2 -> pair.output().canAcceptBytes(); // has opened a selector of its own
                default -> write(peer, "xyz");
            }
        }
        await(closed);
    }

    @Test
    @DisplayName("that were accepted are closed with the pair, be it never opened")
    void acceptedNeverOpened() throws Exception {
        StreamPair client = connecting();
        client.input().open();
        SocketChannel accepted = accept();
        StreamPair.of(accepted).close();
        assertFalse(accepted.isOpen());
        assertEquals("end", text(client.input(), 1));
    }

    @Test
    @DisplayName("refuse what nothing could come of")
    void badInput() throws Exception {
        assertEquals(
                "host",
                assertThrows(NullPointerException.class, () -> StreamPair.connecting(null, 1))
                        .getMessage());
        assertEquals(
                "channel",
                assertThrows(NullPointerException.class, () -> StreamPair.of(null))
                        .getMessage());
        var port = assertThrows(IllegalArgumentException.class, () -> StreamPair.connecting("localhost", 65_536));
        assertEquals("port is not from 1 to 65535: 65536", port.getMessage());
        assertThrows(IllegalArgumentException.class, () -> StreamPair.connecting(" ", 1));
        try (SocketChannel unconnected = SocketChannel.open()) {
            assertThrows(IllegalArgumentException.class, () -> StreamPair.of(unconnected));
        }
    }
}
