package dev.runloop.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A test of ports on sockets, which notes what they call back. */
abstract class SocketTesting extends PortTesting {
    final Queue<String> trace = new ConcurrentLinkedQueue<>();

    /** Notes each callback; what it does about it is for those who extend it. */
    class Noting implements SocketPortCallbacks {
        @Override
        public void readable(SocketPort port) {
            trace.add("readable");
        }

        @Override
        public void accepted(SocketPort port, SocketChannel connection) {
            trace.add("accepted");
            closing(connection);
        }

        @Override
        public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
            trace.add("received " + text(data));
        }

        @Override
        public void connected(SocketPort port, @Nullable IOException failure) {
            trace.add("connected"
                    + (failure == null ? "" : " " + failure.getClass().getSimpleName()));
        }

        @Override
        public void writable(SocketPort port) {
            trace.add("writable");
        }

        @Override
        public void invalidated(SocketPort port, @Nullable IOException cause) {
            trace.add(
                    "invalidated" + (cause == null ? "" : " " + cause.getClass().getSimpleName()));
        }
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    static ByteBuffer bytes(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }

    /** A server on the loopback that listens. */
    final ServerSocketChannel server() throws IOException {
        return closing(ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    /** The two ends of a connection, in blocking mode. */
    record Ends(SocketChannel near, SocketChannel far) {}

    final Ends connection() throws IOException {
        try (ServerSocketChannel server = server()) {
            SocketChannel far = closing(SocketChannel.open(server.getLocalAddress()));
            return new Ends(closing(server.accept()), far);
        }
    }

    /** An address on the loopback where nobody listens. */
    final SocketAddress nobody() throws IOException {
        try (ServerSocketChannel server = server()) {
            return server.getLocalAddress();
        }
    }

    /** How many descriptors this process has. */
    static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}
