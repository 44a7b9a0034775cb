package dev.runloop.bench.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Clients of an echo on one thread, each with a connection that it keeps. Not thread-safe. */
final class EchoClients implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 30_000;

    private final SocketAddress server;
    private final Selector selector = Selector.open();
    private final ByteBuffer data = ByteBuffer.allocateDirect(2);
    private byte sent;

    EchoClients(SocketAddress server) throws IOException {
        this.server = server;
    }

    /** Opens connections, serving each before the next, and returns the nanoseconds. */
    long open(int count) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            send(channel);
            receive(channel);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
        return System.nanoTime() - start;
    }

    /** Sends a byte on each connection, waits for all echoes, and returns the nanoseconds. */
    long serveAll() throws IOException {
        long start = System.nanoTime();
        sent++;
        for (SelectionKey key : selector.keys()) {
            send((SocketChannel) key.channel());
        }
        for (int missing = selector.keys().size(); missing > 0; ) {
            int served = selector.select(this::receiveOf, PATIENCE_MILLIS);
            if (served == 0) {
                throw new IOException(missing + " connections are not served");
            }
            missing -= served;
        }
        return System.nanoTime() - start;
    }

    private void receiveOf(SelectionKey key) {
        try {
            receive((SocketChannel) key.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(SocketChannel channel) throws IOException {
        channel.write(data.clear().put(sent).flip());
    }

    private void receive(SocketChannel channel) throws IOException {
        int count = channel.read(data.clear());
        if (count != 1 || data.get(0) != sent) {
            throw new IOException("sent " + sent + ", and got " + count + " bytes, the first is " + data.get(0));
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
