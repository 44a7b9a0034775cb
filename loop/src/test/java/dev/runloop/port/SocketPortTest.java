package dev.runloop.port;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.CONNECT;
import static dev.runloop.port.SocketCallback.DATA;
import static dev.runloop.port.SocketCallback.READ;
import static dev.runloop.port.SocketCallback.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A port for a socket")
class SocketPortTest extends SocketTesting {

    /** One pass in the other mode that does not wait. */
    private static void pass(RunLoop loop) throws Exception {
        call(loop, () -> loop.runInMode(OTHER, Duration.ZERO, false));
    }

    private SocketPort port(SocketChannel channel, Set<SocketCallback> types, SocketPortCallbacks callbacks)
            throws IOException {
        return SocketPort.create(channel, types, callbacks);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reads again in each pass while something is there")
    void readRepeats(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        port(ends.near(), Set.of(READ), new Noting() {
                    @Override
                    public void readable(SocketPort self) {
                        super.readable(self);
                        if (trace.size() == 3) {
                            read(ends.near());
                        }
                    }
                })
                .schedule(loop, OTHER);
        ends.far().write(bytes("x"));
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        for (int i = 0; i < 4; i++) {
            pass(loop);
        }
        assertEquals(List.of("readable", "readable", "readable"), List.copyOf(trace));
    }

    private static void read(SocketChannel channel) {
        try {
            channel.read(ByteBuffer.allocate(9));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("counts as a handled source, and wakes its loop")
    void isAHandledSource(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = port(ends.near(), Set.of(DATA), new Noting());
        port.schedule(loop, RunLoopMode.DEFAULT);
        until(loop::isWaiting);
        ends.far().write(bytes("x"));
        until(() -> trace.contains("received x"));
        port.unschedule(loop, RunLoopMode.DEFAULT);
        port.schedule(loop, OTHER);
        ends.far().write(bytes("y"));
        assertEquals(RunLoopResult.HANDLED_SOURCE, call(loop, () -> loop.runInMode(OTHER, PATIENCE, true)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not read while its mode does not run")
    void waitsForItsMode(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        port(ends.near(), Set.of(DATA), new Noting()).schedule(loop, OTHER);
        ends.far().write(bytes("x"));
        until(loop::isWaiting);
        assertEquals(List.of(), List.copyOf(trace));
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        assertEquals(List.of("received x"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("with reading not re-enabled reads once until enabled")
    void readOnce(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = port(ends.near(), Set.of(READ), new Noting());
        port.setReenabled(READ, false);
        port.schedule(loop, OTHER);
        ends.far().write(bytes("x"));
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        pass(loop);
        assertEquals(1, trace.size());
        assertFalse(port.isEnabled(READ));
        port.enable(READ);
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        pass(loop);
        assertEquals(2, trace.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("stops reading when disabled from inside the callback, or from outside")
    void disabling(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = port(ends.near(), Set.of(READ), new Noting() {
            @Override
            public void readable(SocketPort self) {
                super.readable(self);
                self.disable(READ);
            }
        });
        port.schedule(loop, OTHER);
        ends.far().write(bytes("x"));
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        pass(loop);
        assertEquals(1, trace.size());
        port.enable(READ);
        port.disable(READ);
        pass(loop);
        assertEquals(1, trace.size());
        port.enable(READ);
        call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        assertEquals(2, trace.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("accepts one connection a pass, and goes on accepting")
    void oneAcceptAPass(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        ServerSocketChannel server = server();
        SocketPort.create(server, Set.of(ACCEPT), new Noting()).schedule(loop, OTHER);
        for (int i = 0; i < 3; i++) {
            closing(SocketChannel.open(server.getLocalAddress()));
        }
        for (int i = 1; i <= 3; i++) {
            call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
            assertEquals(i, trace.size());
        }
        pass(loop);
        assertEquals(List.of("accepted", "accepted", "accepted"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells of room to write once, and then once for each time it is enabled")
    void writeOnce(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort port = port(connection().near(), Set.of(WRITE), new Noting());
        port.schedule(loop, OTHER);
        pass(loop);
        pass(loop);
        assertEquals(List.of("writable"), List.copyOf(trace));
        port.enable(WRITE);
        pass(loop);
        pass(loop);
        assertEquals(List.of("writable", "writable"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("with writing re-enabled tells of room again and again")
    void writeRepeats(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort port = port(connection().near(), Set.of(WRITE), new Noting());
        port.setReenabled(WRITE, true);
        port.schedule(loop, OTHER);
        for (int i = 0; i < 3; i++) {
            pass(loop);
        }
        assertEquals(List.of("writable", "writable", "writable"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may be enabled for writing from inside the callback for writing")
    void enableInsideTheCallback(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort port = port(connection().near(), Set.of(WRITE), new Noting() {
            @Override
            public void writable(SocketPort self) {
                super.writable(self);
                if (trace.size() < 2) {
                    self.enable(WRITE);
                }
            }
        });
        port.schedule(loop, OTHER);
        for (int i = 0; i < 4; i++) {
            pass(loop);
        }
        assertEquals(List.of("writable", "writable"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("delivers what came in before it tells of room to write")
    void incomingComesFirst(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        ends.far().write(bytes("x"));
        port(ends.near(), Set.of(DATA, WRITE), new Noting()).schedule(loop, OTHER);
        pass(loop);
        assertEquals(List.of("received x", "writable"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells of the connect first, and then of room to write without being asked")
    void connects(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        ServerSocketChannel server = server();
        SocketPort port = port(closing(SocketChannel.open()), Set.of(CONNECT, DATA, WRITE), new Noting());
        port.schedule(loop, RunLoopMode.DEFAULT);
        port.connect(server.getLocalAddress());
        SocketChannel accepted = closing(server.accept());
        until(() -> trace.size() == 2);
        accepted.write(bytes("x"));
        until(() -> trace.size() == 3);
        assertEquals(List.of("connected", "writable", "received x"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes over a connect that has begun")
    void takesOverAConnect(ThreadKind kind) throws Exception {
        ServerSocketChannel server = server();
        SocketChannel channel = closing(SocketChannel.open());
        channel.configureBlocking(false);
        boolean atOnce = channel.connect(server.getLocalAddress());
        port(channel, Set.of(CONNECT, WRITE), new Noting()).schedule(loop(kind), RunLoopMode.DEFAULT);
        List<String> expected = atOnce ? List.of("writable") : List.of("connected", "writable");
        until(() -> trace.size() == expected.size());
        assertEquals(expected, List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells why a connect has failed, and nothing else, and invalidates itself")
    void connectFails(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort port = port(closing(SocketChannel.open()), Set.of(CONNECT, READ, WRITE), new Noting());
        port.schedule(loop, RunLoopMode.DEFAULT);
        port.connect(nobody());
        until(() -> trace.size() == 2);
        call(loop, () -> loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(5), false));
        assertEquals(List.of("connected ConnectException", "invalidated ConnectException"), List.copyOf(trace));
        assertFalse(port.channel().isOpen());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leaves its loop asleep while it is not connected")
    void unconnectedDoesNotSpin(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort port = port(closing(SocketChannel.open()), Set.of(CONNECT, READ, WRITE), new Noting());
        port.schedule(loop, RunLoopMode.DEFAULT);
        port.enable(READ);
        until(loop::isWaiting);
        long passes = loop.metrics().passes();
        call(loop, () -> loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(20), false));
        assertTrue(loop.metrics().passes() - passes < 20, loop.metrics().toString());
        assertEquals(List.of(), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("delivers data, at the end of the stream an empty one, and then invalidates itself")
    void endOfData(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        SocketPort port = port(ends.near(), Set.of(DATA), new Noting());
        port.schedule(loop, RunLoopMode.DEFAULT);
        ends.far().write(bytes("x"));
        until(() -> trace.size() == 1);
        ends.far().shutdownOutput();
        until(() -> trace.size() == 3);
        assertEquals(List.of("received x", "received ", "invalidated"), List.copyOf(trace));
        assertFalse(ends.near().isOpen());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("answers a half-closed connection before it is gone")
    void halfClosed(ThreadKind kind) throws Exception {
        Ends ends = connection();
        SocketPort port = port(ends.near(), Set.of(DATA), new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, java.net.@Nullable SocketAddress from) {
                try {
                    self.send(bytes(data.hasRemaining() ? "more?" : "bye"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        ends.far().shutdownOutput();
        var answer = ByteBuffer.allocate(3);
        assertEquals(3, ends.far().read(answer));
        assertEquals("bye", text(answer.flip()));
        assertEquals(-1, ends.far().read(ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that reads hears of the end of the stream until it is disabled")
    void endOfStreamRepeats(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Ends ends = connection();
        ends.far().close();
        SocketPort port = port(ends.near(), Set.of(READ), new Noting());
        port.schedule(loop, OTHER);
        for (int i = 0; i < 3; i++) {
            call(loop, () -> loop.runInMode(OTHER, PATIENCE, true));
        }
        assertEquals(List.of("readable", "readable", "readable"), List.copyOf(trace));
        port.disable(READ);
        pass(loop);
        assertEquals(3, trace.size());
    }
}
