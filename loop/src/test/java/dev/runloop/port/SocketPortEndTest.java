package dev.runloop.port;

import static dev.runloop.port.PortLimitsTest.assertMessage;
import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.CONNECT;
import static dev.runloop.port.SocketCallback.DATA;
import static dev.runloop.port.SocketCallback.READ;
import static dev.runloop.port.SocketCallback.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The end of a port for a socket:")
class SocketPortEndTest extends SocketTesting {

    private SocketPort scheduled(RunLoop loop, SocketChannel channel, Set<SocketCallback> types, Noting callbacks)
            throws IOException {
        SocketPort port = SocketPort.create(channel, types, callbacks);
        port.schedule(loop, RunLoopMode.DEFAULT);
        return port;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("it closes its channel, leaves its loop, and tells of it once")
    void invalidation(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = scheduled(loop, ends.near(), Set.of(READ), new Noting());
        until(loop::isWaiting);
        port.invalidate();
        port.invalidate();
        assertFalse(port.isScheduled(loop, RunLoopMode.DEFAULT));
        assertEquals(-1, ends.far().read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> port.send(bytes("x")));
        assertEquals(List.of("invalidated"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the channel stays open if that was asked for")
    void staysOpen(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = scheduled(loop, ends.near(), Set.of(READ), new Noting());
        port.setClosedOnInvalidate(false);
        port.invalidate();
        until(() -> !ends.near().isRegistered());
        ends.near().configureBlocking(true);
        ends.near().write(bytes("x"));
        assertEquals(1, ends.far().read(ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("invalidating inside the callback for reading keeps the one for writing from coming")
    void invalidationInsideReading(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        ends.far().write(bytes("x"));
        var _ = scheduled(loop, ends.near(), Set.of(READ, WRITE), new Noting() {
            @Override
            public void readable(SocketPort self) {
                super.readable(self);
                self.invalidate();
            }
        });
        until(() -> trace.size() == 2);
        call(loop, () -> "still alive");
        assertEquals(List.of("readable", "invalidated"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("invalidating inside the callbacks for data, writing, accepting and connecting is safe")
    void invalidationInsideTheOthers(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        ServerSocketChannel server = server();
        var ending = new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, @Nullable SocketAddress from) {
                self.invalidate();
            }

            @Override
            public void writable(SocketPort self) {
                self.invalidate();
            }

            @Override
            public void accepted(SocketPort self, SocketChannel connection) {
                super.accepted(self, connection);
                self.invalidate();
            }

            @Override
            public void connected(SocketPort self, @Nullable IOException failure) {
                self.invalidate();
            }
        };
        Ends data = connection();
        data.far().write(bytes("x"));
        SocketPort accepting = SocketPort.create(server, Set.of(ACCEPT), ending);
        accepting.schedule(loop, RunLoopMode.DEFAULT);
        SocketPort connecting = scheduled(loop, closing(SocketChannel.open()), Set.of(CONNECT, READ, WRITE), ending);
        connecting.connect(server.getLocalAddress());
        List<SocketPort> ports = List.of(
                accepting,
                connecting,
                scheduled(loop, data.near(), Set.of(DATA, WRITE), ending),
                scheduled(loop, connection().near(), Set.of(WRITE), ending));
        until(() -> ports.stream().noneMatch(SocketPort::isValid));
        assertEquals("still alive", call(loop, () -> "still alive"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a connection that was reset ends it, with the cause")
    void reset(ThreadKind kind) throws Exception {
        Ends ends = connection();
        var _ = scheduled(loop(kind), ends.near(), Set.of(DATA), new Noting());
        ends.far().setOption(StandardSocketOptions.SO_LINGER, 0);
        ends.far().close();
        until(() -> trace.size() == 1);
        assertEquals(List.of("invalidated SocketException"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a callback that throws does not end it, and the exception handler is told")
    void callbackThrows(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        loop.setExceptionHandler((thread, e) -> trace.add(e.getMessage()));
        Ends ends = connection();
        var _ = scheduled(loop, ends.near(), Set.of(DATA), new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, @Nullable SocketAddress from) {
                super.received(self, data, from);
                throw new IllegalStateException("of the callback");
            }
        });
        ends.far().write(bytes("x"));
        until(() -> trace.size() == 2);
        ends.far().write(bytes("y"));
        until(() -> trace.size() == 4);
        ends.far().close();
        until(() -> trace.size() == 7);
        assertEquals(
                List.of(
                        "received x",
                        "of the callback",
                        "received y",
                        "of the callback",
                        "received ",
                        "invalidated",
                        "of the callback"),
                List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a connection whose callback throws is closed")
    void acceptedThrows(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        loop.setExceptionHandler((thread, e) -> trace.add(e.getMessage()));
        ServerSocketChannel server = server();
        SocketPort port = SocketPort.create(server, Set.of(ACCEPT), new Noting() {
            @Override
            public void accepted(SocketPort self, SocketChannel connection) {
                throw new IllegalStateException("not wanted");
            }
        });
        port.schedule(loop, RunLoopMode.DEFAULT);
        try (var client = SocketChannel.open(server.getLocalAddress())) {
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        until(() -> !trace.isEmpty());
        assertEquals(List.of("not wanted"), List.copyOf(trace));
        assertTrue(port.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("if somebody else closes its channel, it is invalid once its loop has looked")
    void closedBySomebodyElse(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = scheduled(loop, ends.near(), Set.of(READ), new Noting());
        until(loop::isWaiting);
        ends.near().close();
        loop.wakeUp();
        until(() -> !port.isValid());
        assertFalse(port.isScheduled(loop, RunLoopMode.DEFAULT));
        assertEquals(List.of("invalidated"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an invalidated port that has not been read from is let go of, be it the only one of its loop")
    void invalidatedByAnotherThread(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        long before = descriptors();
        for (int i = 0; i < 50; i++) { // of which none may stay; the selector of the loop does
            Ends ends = connection();
            SocketPort port = scheduled(loop, ends.near(), Set.of(DATA), new Noting());
            port.invalidate(); // perhaps before the loop knows it, perhaps after
            ends.far().close();
        }
        until(() -> descriptors() <= before + 10);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("it outlives its loop, and goes on in another one")
    void outlivesItsLoop(ThreadKind kind) throws Exception {
        RunLoopThread first = loopThread(kind);
        Ends ends = connection();
        SocketPort port = scheduled(first.loop(), ends.near(), Set.of(DATA), new Noting());
        first.close();
        assertTrue(port.isValid());
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        ends.far().write(bytes("x"));
        until(() -> trace.contains("received x"));
    }

    @Test
    @DisplayName("bad input is named at the door")
    void badInput() throws Exception {
        SocketChannel channel = connection().near();
        var none = new SocketPortCallbacks() {};
        assertMessage(NullPointerException.class, "channel", () -> SocketPort.create(null, Set.of(), none));
        assertMessage(NullPointerException.class, "types", () -> SocketPort.create(channel, null, none));
        assertMessage(NullPointerException.class, "callbacks", () -> SocketPort.create(channel, Set.of(), null));
        assertMessage(
                IllegalArgumentException.class,
                "types has ACCEPT",
                () -> SocketPort.create(channel, Set.of(ACCEPT), none));
        assertMessage(
                IllegalArgumentException.class,
                "types is ",
                () -> SocketPort.create(channel, Set.of(READ, DATA), none));
        SocketPort port = SocketPort.create(channel, Set.of(READ, CONNECT), none);
        assertMessage(IllegalArgumentException.class, "type is WRITE", () -> port.enable(WRITE));
        assertMessage(IllegalArgumentException.class, "type is CONNECT", () -> port.disable(CONNECT));
        assertMessage(
                IllegalStateException.class, "connect is for a socket", () -> port.connect(server().getLocalAddress()));
        assertMessage(
                UnsupportedOperationException.class,
                "no datagrams",
                () -> port.send(bytes("x"), server().getLocalAddress()));
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        closing(pipe.source());
        assertMessage(
                UnsupportedOperationException.class,
                "nothing can be written",
                () -> SocketPort.create(pipe.source(), Set.of(READ), none).send(bytes("x")));
        SocketPort unconnected = SocketPort.create(closing(SocketChannel.open()), Set.of(CONNECT), none);
        assertThrows(
                UnresolvedAddressException.class,
                () -> unconnected.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        closing(port::invalidate);
    }
}
