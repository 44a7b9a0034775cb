package dev.runloop.stream;

import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** A channel that is connected already: we are the server. */
record AcceptedSocket(SocketChannel channel) implements Dialer {
    @Override
    public SocketChannel given() {
        return channel;
    }

    @Override
    public SocketChannel dial(Consumer<SocketChannel> opening) {
        opening.accept(channel);
        return channel;
    }

    @Override
    public SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    @Override
    public String toString() {
        return "socket " + channel;
    }
}
