package dev.runloop.bench.port;

import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends back what it gets. */
final class Echo implements SocketPortCallbacks {
    @Override
    public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
        try {
            port.send(data);
        } catch (IOException e) {
            port.invalidate();
        }
    }
}
