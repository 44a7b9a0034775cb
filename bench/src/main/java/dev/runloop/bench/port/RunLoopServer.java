package dev.runloop.bench.port;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.SocketCallback;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server of socket ports on one loop. */
final class RunLoopServer implements Server, SocketPortCallbacks {
    private static final int BACKLOG = 1 << 10;

    private final RunLoopThread thread;
    private final Service service;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    RunLoopServer(RunLoopThread.Builder builder, Service service) throws IOException {
        this.service = service;
        this.channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.thread = builder.name("server").start();
        SocketPort.create(channel, Set.of(SocketCallback.ACCEPT), this).schedule(thread.loop(), RunLoopMode.DEFAULT);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void accepted(SocketPort port, SocketChannel connection) {
        try {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketPort.create(connection, Set.of(SocketCallback.DATA), new Connection(service.open()))
                    .schedule(thread.loop(), RunLoopMode.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        thread.close();
        channel.close();
    }

    /** For a client that reads before it sends more, so its answers always fit. */
    private record Connection(Service.Session session) implements SocketPortCallbacks {
        @Override
        public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
            ByteBuffer answer = session.answer(data);
            try {
                port.send(answer);
            } catch (IOException e) {
                port.invalidate();
            }
            if (answer.hasRemaining()) {
                throw new IllegalStateException("the client does not read");
            }
        }
    }
}
