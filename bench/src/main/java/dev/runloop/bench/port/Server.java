package dev.runloop.bench.port;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A server on one thread that listens on the loopback. */
interface Server extends AutoCloseable {
    InetSocketAddress address();

    @Override
    void close() throws IOException;
}
