package dev.runloop.port;

import static dev.runloop.port.SocketCallback.CONNECT;
import static dev.runloop.port.SocketCallback.DATA;
import static dev.runloop.port.SocketCallback.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A port that sends all of what it is given")
class SocketSendTest extends SocketTesting {
    private static final int LIMIT = 100_000;
    private static final int CHUNK = 10_000;
    private static final int NARROW = 1 << 16;

    private SocketPort port(RunLoop loop, SocketChannel channel, SocketCallback type, SocketPortCallbacks callbacks)
            throws IOException {
        SocketPort port = SocketPort.create(channel, Set.of(type), callbacks);
        closing(port::invalidate);
        port.setSendLimit(LIMIT);
        port.schedule(loop, RunLoopMode.DEFAULT);
        return port;
    }

    /** A peer that takes in little until it reads. */
    private Ends narrowConnection() throws IOException {
        Ends ends = connection();
        ends.near().setOption(StandardSocketOptions.SO_SNDBUF, NARROW);
        ends.far().setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
        return ends;
    }

    /** So many bytes, which count upwards from that number. */
    private static ByteBuffer numbers(int first, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) (first + i));
        }
        return bytes.flip();
    }

    private static void fill(SocketPort port) {
        int sent = 0;
        while (port.sendAll(numbers(sent, CHUNK))) {
            sent += CHUNK;
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        return channel.socket().getInputStream().readAllBytes();
    }

    private static void assertCounts(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            assertEquals((byte) i, bytes[i], "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("says when there is no room, tells once when there is again, and neither loses nor reorders a byte")
    void tellsOfRoom(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        RunLoop loop = loop(kind);
        var drained = new AtomicInteger();
        var sent = new AtomicInteger();
        SocketPort port = port(loop, ends.near(), READ, new SocketPortCallbacks() {
            @Override
            public void drained(SocketPort self) {
                if (drained.incrementAndGet() == 10) {
                    self.invalidateWhenSent();
                } else {
                    send(self);
                }
            }

            private void send(SocketPort self) {
                do {
                    sent.addAndGet(CHUNK);
                } while (self.sendAll(numbers(sent.get() - CHUNK, CHUNK)));
            }

            @Override
            public void readable(SocketPort self) {
                self.disable(READ);
                send(self);
            }
        });
        ends.far().write(bytes("x"));
        byte[] received = readAll(ends.far());
        assertEquals(sent.get(), received.length);
        assertCounts(received);
        assertEquals(10, drained.get());
        until(() -> !port.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("refuses more than its limit, and takes nothing of what it refuses")
    void bounded(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        SocketPort port = port(loop(kind), ends.near(), READ, new Noting());
        fill(port);
        long queued = port.queuedBytes();
        assertTrue(queued >= LIMIT && queued < LIMIT + CHUNK, "queued: " + queued);
        ByteBuffer more = bytes("more");
        var refusal = assertThrows(IllegalStateException.class, () -> port.sendAll(more));
        assertTrue(refusal.getMessage().contains("its limit is " + LIMIT), refusal.getMessage());
        assertEquals(4, more.remaining());
        assertEquals(queued, port.queuedBytes());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets no byte of the plain send overtake what is queued")
    void plainSendWaits(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        SocketPort port = port(loop(kind), ends.near(), READ, new Noting());
        fill(port);
        assertEquals(0, port.send(bytes("x")));
        port.invalidateWhenSent();
        assertCounts(readAll(ends.far()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keeps the bytes of each thread together and in order, when several send")
    void severalThreads(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        var room = new CountDownLatch(1);
        SocketPort port = port(loop(kind), ends.near(), READ, new Noting());
        port.setSendLimit(1 << 23);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte self = (byte) i;
            senders.add(start(kind, () -> {
                for (int message = 0; message < 50; message++) {
                    port.sendAll(ByteBuffer.allocate(CHUNK).put(0, self).put(1, (byte) message));
                }
            }));
        }
        Thread ending = start(kind, () -> {
            for (Thread sender : senders) {
                sender.join();
            }
            room.countDown();
            port.invalidateWhenSent();
        });
        byte[] received = readAll(ends.far());
        ending.join();
        assertEquals(150 * CHUNK, received.length);
        int[] next = new int[3];
        for (int i = 0; i < received.length; i += CHUNK) {
            assertEquals(next[received[i]]++, received[i + 1], "of sender " + received[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("sends what is queued to a peer that has ended its own sending, before it invalidates itself")
    void halfClosed(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        port(loop(kind), ends.near(), DATA, new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, @Nullable SocketAddress from) {
                super.received(self, data, from);
                if (!data.hasRemaining() && trace.size() == 1) {
                    fill(self);
                }
            }
        });
        ends.far().shutdownOutput();
        until(() -> trace.contains("received "));
        byte[] received = readAll(ends.far());
        assertTrue(received.length >= LIMIT, "received: " + received.length);
        assertCounts(received);
        until(() -> trace.contains("invalidated"));
        assertEquals(List.of("received ", "invalidated"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("queues before the end of a connect, and sends after it")
    void beforeConnect(ThreadKind kind) throws Exception {
        try (var server = server()) {
            SocketPort port = port(loop(kind), SocketChannel.open(), CONNECT, new Noting());
            assertTrue(port.sendAll(bytes("first ")));
            port.connect(server.getLocalAddress());
            assertTrue(port.sendAll(bytes("second")));
            port.invalidateWhenSent();
            try (SocketChannel accepted = server.accept()) {
                assertEquals("first second", text(ByteBuffer.wrap(readAll(accepted))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is invalidated with the cause when the connection breaks, and then sends nothing")
    void broken(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        SocketPort port = port(loop(kind), ends.near(), READ, new Noting() {
            @Override
            public void readable(SocketPort self) {
                self.disable(READ);
            }
        });
        fill(port);
        ends.far().setOption(StandardSocketOptions.SO_LINGER, 0).close(); // resets it
        until(() -> trace.stream().anyMatch(word -> word.startsWith("invalidated")));
        assertTrue(
                trace.contains("invalidated IOException") || trace.contains("invalidated SocketException"),
                trace::toString);
        assertFalse(port.sendAll(bytes("x")));
        assertEquals(0, port.queuedBytes());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes nothing more once it is to end")
    void ending(ThreadKind kind) throws Exception {
        Ends ends = narrowConnection();
        SocketPort port = port(loop(kind), ends.near(), READ, new Noting());
        port.setSendLimit(1 << 23);
        port.sendAll(ByteBuffer.allocate(1 << 22));
        port.invalidateWhenSent();
        assertThrows(IllegalStateException.class, () -> port.sendAll(bytes("x")));
        assertEquals(1 << 22, readAll(ends.far()).length);
    }
}
