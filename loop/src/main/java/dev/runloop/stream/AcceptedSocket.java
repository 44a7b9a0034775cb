package dev.runloop.stream;

import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** A channel that is already connected: we are the server. */
record AcceptedSocket(SocketChannel channel) implements Dialer {
    @Override
    public SocketChannel given() {
        return channel;
    }

    @Override
    public SocketChannel dial() {
        return channel;
    }

    @Override
    public void abandon() {}

    @Override
    public String progress() {
        return channel.toString();
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
