package dev.runloop.bench.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.SocketCallback;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import dev.runloop.stream.StreamPair;
import dev.runloop.stream.StreamProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Echoes over TLS on one loop, by an accepting port and streams. A peer that does not read its echo is cut off. */
final class AbusedServer implements SocketPortCallbacks, AutoCloseable {
    private static final int BACKLOG = 1_000;
    private static final int BUFFER = 1 << 14;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER); // of the loop's thread, for all connections
    private final RunLoop loop;
    private final SSLContext context;
    private final ServerSocketChannel channel;
    private final SocketPort port;

    AbusedServer(RunLoop loop, SSLContext context) throws IOException {
        this.loop = loop;
        this.context = context;
        channel = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        port = SocketPort.create(channel, Set.of(SocketCallback.ACCEPT), this);
        port.schedule(loop, RunLoopMode.DEFAULT);
    }

    SocketAddress address() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public void accepted(SocketPort server, SocketChannel accepted) {
        StreamPair pair = StreamPair.of(accepted);
        pair.input().setProperty(StreamProperty.SSL_CONTEXT, context);
        pair.input().setProperty(StreamProperty.CONNECT_LIMIT, LIMIT);
        pair.input().setProperty(StreamProperty.IDLE_LIMIT, LIMIT);
        pair.input().setClient((in, event) -> {
            switch (event) {
                case HAS_BYTES_AVAILABLE -> {
                    in.read(bytes.clear());
                    pair.output().write(bytes.flip());
                    if (bytes.hasRemaining()) {
                        pair.close();
                    }
                }
                case END_ENCOUNTERED, ERROR_OCCURRED -> pair.close();
                default -> {}
            }
        });
        pair.input().schedule(loop, RunLoopMode.DEFAULT);
        pair.input().open();
        pair.output().open();
    }

    @Override
    public void close() {
        port.invalidate();
    }
}
