package dev.runloop.port.examples;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.READ;
import static dev.runloop.port.SocketCallback.WRITE;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** Sends back what it gets, and reads on only when that has left: so a client that does not read costs one buffer. */
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
            SocketPort.create(connection, Set.of(READ, WRITE), new Echo(connection))
                    .schedule(loop, RunLoopMode.DEFAULT);
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
        private final SocketChannel connection;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(4_096).limit(0); // what is still to be sent

        Echo(SocketChannel connection) {
            this.connection = connection;
        }

        @Override
        public void readable(SocketPort port) {
            attempt(port, () -> {
                int count = connection.read(buffer.clear());
                buffer.flip();
                if (count < 0) {
                    port.invalidate();
                } else {
                    echo(port);
                }
            });
        }

        @Override
        public void writable(SocketPort port) {
            attempt(port, () -> echo(port));
        }

        private void echo(SocketPort port) throws IOException {
            port.send(buffer);
            if (buffer.hasRemaining()) {
                port.disable(READ);
                port.enable(WRITE);
            } else {
                port.enable(READ);
            }
        }

        /** What may fail because the client is gone. */
        private interface Step {
            void run() throws IOException;
        }

        private static void attempt(SocketPort port, Step step) {
            try {
                step.run();
            } catch (IOException e) {
                port.invalidate();
            }
        }
    }
}
