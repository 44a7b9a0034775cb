package dev.runloop.port;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Drunloop.connections=10000} makes these as large as one likes. */
@DisplayName("Connections to a server of socket ports that come and go")
class SocketCyclesTest extends SocketTesting {
    private static final int CYCLES = Integer.getInteger("runloop.connections", 500);
    private static final int BACKLOG = 1 << 10;

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** What a client does in one cycle. */
    @FunctionalInterface
    private interface Cycle {
        void run(SocketChannel client) throws IOException;
    }

    /** Accepts connections, and sends back what they bring. */
    private final class Echo implements SocketPortCallbacks {
        private final RunLoop loop;

        Echo(RunLoop loop) {
            this.loop = loop;
        }

        @Override
        public void accepted(SocketPort port, SocketChannel connection) {
            try {
                served.incrementAndGet();
                SocketPort.create(connection, Set.of(DATA), this).schedule(loop, RunLoopMode.DEFAULT);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
            try {
                port.send(data);
            } catch (IOException e) {
                port.invalidate(e); // reset by the client while this was answering
            }
        }

        @Override
        public void invalidated(SocketPort port, @Nullable IOException cause) {
            ended.incrementAndGet();
        }
    }

    private void assertNothingIsLeft(ThreadKind kind, Cycle cycle) throws Exception {
        RunLoop loop = loop(kind);
        ServerSocketChannel server = closing(ServerSocketChannel.open());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        SocketPort.create(server, Set.of(ACCEPT), new Echo(loop)).schedule(loop, RunLoopMode.DEFAULT);
        SocketAddress address = server.getLocalAddress();
        run(address, cycle, 20);
        until(() -> ended.get() == 20);
        long before = descriptors();
        run(address, cycle, CYCLES);
        until(() -> ended.get() == 20 + CYCLES && descriptors() <= before);
        assertEquals(20 + CYCLES, served.get());
        run(address, SocketCyclesTest::exchange, 1);
    }

    private static void run(SocketAddress address, Cycle cycle, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (var client = SocketChannel.open(address)) {
                cycle.run(client);
            }
        }
    }

    private static void exchange(SocketChannel client) throws IOException {
        client.write(bytes("x"));
        var answer = ByteBuffer.allocate(1);
        assertEquals(1, client.read(answer));
        assertEquals("x", text(answer.flip()));
    }

    private static void resetOnClose(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave no descriptor behind if the client ends them")
    void ended(ThreadKind kind) throws Exception {
        assertNothingIsLeft(kind, SocketCyclesTest::exchange);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave no descriptor behind if the client waits for the server's end")
    void endedByBoth(ThreadKind kind) throws Exception {
        assertNothingIsLeft(kind, client -> {
            client.shutdownOutput();
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave no descriptor behind if they are reset after they were served")
    void reset(ThreadKind kind) throws Exception {
        assertNothingIsLeft(kind, client -> {
            exchange(client);
            resetOnClose(client);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave no descriptor behind if they are reset at once, perhaps before they are accepted")
    void resetAtOnce(ThreadKind kind) throws Exception {
        assertNothingIsLeft(kind, client -> {
            client.write(bytes("x"));
            resetOnClose(client);
        });
    }
}
