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
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Answers whatever it is asked with a greeting, and hangs up: the smallest web server there is. */
final class HelloServer implements SocketPortCallbacks {
    private static final byte[] RESPONSE =
            "HTTP/1.0 200 OK\r\nContent-Length: 14\r\n\r\nhello, world\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RunLoop loop;
    private final SocketPort port;
    private final InetSocketAddress address;

    HelloServer(RunLoop loop) throws IOException {
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
            SocketPort.create(connection, Set.of(DATA), new Greeting()).schedule(loop, RunLoopMode.DEFAULT);
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

    private static final class Greeting implements SocketPortCallbacks {
        @Override
        public void received(SocketPort child, ByteBuffer data, SocketAddress from) {
            try {
                child.send(ByteBuffer.wrap(RESPONSE)); // fits: it is the first that is sent
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                child.invalidate();
            }
        }
    }
}
