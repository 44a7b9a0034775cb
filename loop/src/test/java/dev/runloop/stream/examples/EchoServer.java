package dev.runloop.stream.examples;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.stream.ReadStream;
import dev.runloop.stream.StreamEvent;
import dev.runloop.stream.StreamPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Sends back what each client sends, all of them on one loop. A client that does not take its bytes is not read from
 * until it does, and the others do not notice.
 */
final class EchoServer implements AutoCloseable {
    private final RunLoop loop;
    private final ServerSocketChannel server;
    private final ChannelSource clients;

    EchoServer(InetSocketAddress address, RunLoop loop) throws IOException {
        this.loop = loop;
        server = ServerSocketChannel.open().bind(address, 500);
        server.configureBlocking(false);
        clients = ChannelSource.create(server, SelectionKey.OP_ACCEPT, source -> accept());
        loop.add(clients, RunLoopMode.DEFAULT);
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                new Conversation(StreamPair.of(channel)).begin();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // for the loop's exception handler
        }
    }

    @Override
    public void close() throws IOException {
        clients.invalidate();
        server.close();
    }

    /** With one client. There are bytes to be sent, or bytes are awaited. */
    private final class Conversation {
        private final StreamPair client;
        private final ByteBuffer bytes = ByteBuffer.allocate(4_096).limit(0);
        private boolean ended;

        Conversation(StreamPair client) {
            this.client = client;
        }

        void begin() {
            client.input().setClient((in, event) -> handle(event));
            client.output().setClient((out, event) -> handle(event));
            client.input().schedule(loop, RunLoopMode.DEFAULT);
            client.output().schedule(loop, RunLoopMode.DEFAULT);
            client.input().open();
            client.output().open();
        }

        private void handle(StreamEvent event) {
            switch (event) {
                case HAS_BYTES_AVAILABLE, CAN_ACCEPT_BYTES -> echo();
                case END_ENCOUNTERED -> {
                    ended = true;
                    closeIfDone();
                }
                case ERROR_OCCURRED -> client.close();
                default -> {}
            }
        }

        private void echo() {
            ReadStream in = client.input();
            if (!bytes.hasRemaining() && in.hasBytesAvailable()) {
                bytes.clear();
                in.read(bytes);
                bytes.flip();
            }
            if (bytes.hasRemaining() && client.output().canAcceptBytes()) {
                client.output().write(bytes);
            }
            closeIfDone();
        }

        private void closeIfDone() {
            if (ended && !bytes.hasRemaining()) {
                client.close();
            }
        }
    }
}
