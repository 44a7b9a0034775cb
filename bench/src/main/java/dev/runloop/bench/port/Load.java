package dev.runloop.bench.port;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Clients on one thread, each of which sends a request as soon as it has the response to the previous one. Counts
 * responses and their latencies.
 */
final class Load {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration TIME = Duration.ofSeconds(2);

    private final ByteBuffer read = ByteBuffer.allocateDirect(1 << 14);
    private final ByteBuffer request;
    private final int responseLength;
    private final Histogram latencies = new Histogram(3);
    private boolean recording;

    Load(byte[] request, int responseLength) {
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
        this.responseLength = responseLength;
    }

    /** Responses per second, and their latencies in nanoseconds. */
    record Outcome(double rate, Histogram latencies) {}

    /** One client. */
    private static final class Client {
        private final SocketChannel channel;
        private int missing;
        private long sentAt;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Sends for a while to warm up, then for a while counting. To be called once. */
    Outcome run(SocketAddress server, int clients) throws IOException {
        try (var selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                var client = new Client(channel);
                channel.register(selector, SelectionKey.OP_READ, client);
                send(client);
            }
            serve(selector, System.nanoTime() + WARM_UP.toNanos());
            recording = true;
            long start = System.nanoTime();
            serve(selector, start + TIME.toNanos());
            double seconds = (System.nanoTime() - start) / 1e9;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Outcome(latencies.getTotalCount() / seconds, latencies);
        }
    }

    private void serve(Selector selector, long end) throws IOException {
        while (System.nanoTime() - end < 0) {
            selector.select(1_000);
            for (SelectionKey key : selector.selectedKeys()) {
                receive((Client) key.attachment());
            }
            selector.selectedKeys().clear();
        }
    }

    private void receive(Client client) throws IOException {
        int count = client.channel.read(read.clear());
        if (count < 0) {
            throw new IOException("the server has closed the connection");
        }
        client.missing -= count;
        if (client.missing < 0) {
            throw new IOException("the server has sent " + -client.missing + " bytes too many");
        }
        if (client.missing == 0) {
            if (recording) {
                latencies.recordValue(System.nanoTime() - client.sentAt);
            }
            send(client);
        }
    }

    private void send(Client client) throws IOException {
        client.missing = responseLength;
        client.sentAt = System.nanoTime();
        client.channel.write(request.rewind());
    }
}
