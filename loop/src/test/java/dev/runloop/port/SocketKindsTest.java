package dev.runloop.port;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.CONNECT;
import static dev.runloop.port.SocketCallback.DATA;
import static dev.runloop.port.SocketCallback.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A port serves")
class SocketKindsTest extends SocketTesting {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("datagrams, with their senders, empty ones too")
    void datagrams(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        DatagramChannel channel =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketPort port = SocketPort.create(channel, Set.of(DATA), new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, @Nullable SocketAddress from) {
                try {
                    ByteBuffer echo = ByteBuffer.allocate(data.remaining())
                            .put(data.duplicate())
                            .flip();
                    super.received(self, data, from);
                    self.send(echo, from);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        closing(port::invalidate);
        port.schedule(loop, RunLoopMode.DEFAULT);
        try (var client = DatagramChannel.open().connect(channel.getLocalAddress());
                var unconnected = DatagramChannel.open()) {
            client.write(bytes("x"));
            unconnected.send(bytes(""), channel.getLocalAddress()); // a connected one would send nothing
            client.write(bytes("yz"));
            until(() -> trace.size() == 3);
            assertEquals(List.of("received x", "received ", "received yz"), List.copyOf(trace));
            var echo = ByteBuffer.allocate(9);
            assertEquals(1, client.read(echo));
            assertEquals("x", text(echo.flip()));
        }
        assertTrue(port.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a datagram socket that hears that nobody is there, and goes on")
    void portUnreachable(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        InetSocketAddress gone;
        try (var other = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            gone = (InetSocketAddress) other.getLocalAddress();
        }
        DatagramChannel channel = DatagramChannel.open().connect(gone);
        SocketPort port = SocketPort.create(channel, Set.of(DATA), new Noting() {
            @Override
            public void failed(SocketPort self, IOException failure) {
                trace.add("failed " + failure.getClass().getSimpleName());
            }
        });
        closing(port::invalidate);
        port.schedule(loop, RunLoopMode.DEFAULT);
        port.send(bytes("x"));
        until(() -> trace.contains("failed PortUnreachableException"));
        assertTrue(port.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Unix-domain sockets, from the connect to the end")
    void unixDomain(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        SocketPort accepting = SocketPort.create(server, Set.of(ACCEPT), new Noting() {
            @Override
            public void accepted(SocketPort self, SocketChannel connection) {
                try (connection) {
                    connection.write(bytes("hello"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        closing(accepting::invalidate);
        accepting.schedule(loop, RunLoopMode.DEFAULT);
        SocketPort client =
                SocketPort.create(SocketChannel.open(StandardProtocolFamily.UNIX), Set.of(CONNECT, DATA), new Noting());
        client.schedule(loop, RunLoopMode.DEFAULT);
        client.connect(address);
        until(() -> trace.size() == 4);
        assertEquals(List.of("connected", "received hello", "received ", "invalidated"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a Unix-domain socket that cannot connect, which is known at once but told on the loop")
    void unixDomainRefused(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        SocketPort client = SocketPort.create(
                SocketChannel.open(StandardProtocolFamily.UNIX), Set.of(CONNECT, WRITE), new Noting());
        client.connect(UnixDomainSocketAddress.of(folder.resolve("nobody")));
        assertEquals(List.of(), List.copyOf(trace));
        client.schedule(loop, RunLoopMode.DEFAULT);
        until(() -> trace.size() == 2);
        assertEquals(List.of("connected SocketException", "invalidated SocketException"), List.copyOf(trace));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("both ends of a pipe, and a reader that is slower than the writer")
    void pipes(ThreadKind kind) throws Exception {
        byte[] sent = new byte[300_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31);
        }
        var received = ByteBuffer.allocate(sent.length); // the reading loop's
        Pipe pipe = Pipe.open();
        var left = ByteBuffer.wrap(sent); // the writing loop's
        SocketPort writing = SocketPort.create(pipe.sink(), Set.of(WRITE), new Noting() {
            @Override
            public void writable(SocketPort self) {
                try {
                    self.send(left);
                    if (left.hasRemaining()) {
                        self.enable(WRITE);
                    } else {
                        self.invalidate();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        SocketPort reading = SocketPort.create(pipe.source(), Set.of(DATA), new Noting() {
            @Override
            public void received(SocketPort self, ByteBuffer data, @Nullable SocketAddress from) {
                received.put(data);
            }
        });
        RunLoop writer = loop(kind);
        RunLoop reader = loop(kind);
        writing.schedule(writer, RunLoopMode.DEFAULT);
        until(writer::isWaiting); // the pipe is full
        reading.schedule(reader, RunLoopMode.DEFAULT);
        until(() -> !reading.isValid());
        assertTrue(Arrays.equals(sent, call(reader, received::array)));
    }
}
