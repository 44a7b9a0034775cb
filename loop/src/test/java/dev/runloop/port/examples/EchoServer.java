package dev.runloop.port.examples;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.DATA;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends back what it gets, and reads no more while a client does not read. */
final class EchoServer implements SocketPortCallbacks {
    private final RunLoop loop;
    private final SocketPort port;
    private final InetSocketAddress address;

    EchoServer(RunLoop loop) throws IOException {
        this.loop = loop;
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) server.getLocalAddress();
        port = SocketPort.create(server, Set.of(ACCEPT), this);
        port.schedule(loop, RunLoopMode.DEFAULT);
    }

    @Override
    public void accepted(SocketPort server, SocketChannel connection) {
        try {
            SocketPort.create(connection, Set.of(DATA), new Echo()).schedule(loop, RunLoopMode.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    void stop() {
        port.invalidate();
    }

    private static final class Echo implements SocketPortCallbacks {
        @Override
        public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
            if (!port.sendAll(data)) {
                port.disable(DATA);
            }
        }

        @Override
        public void drained(SocketPort port) {
            port.enable(DATA);
        }
    }
}
