package dev.runloop.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of streams over sockets, with a server on the loopback interface. */
abstract class SocketTest extends StreamTest {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0), 500);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Streams to the server, not opened yet. */
    StreamPair connecting() throws IOException {
        return closing(StreamPair.connecting("127.0.0.1", port()));
    }

    /** The server's end of the next connection, blocking. */
    SocketChannel accept() throws IOException {
        return closing(server.accept());
    }

    static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = bytes(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** What has come until the end, or as many bytes. */
    static String read(SocketChannel channel, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /** Has the other end see a reset. */
    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
