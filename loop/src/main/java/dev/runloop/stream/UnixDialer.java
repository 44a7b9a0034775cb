package dev.runloop.stream;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a Unix-domain socket, as the client. While the backlog of a server is full, a connect waits in the
 * system, where nothing can be polled for; so a platform thread does it. The channel is recorded before checking
 * whether this was abandoned.
 */
final class UnixDialer implements Dialer {
    private final UnixDomainSocketAddress address;
    private volatile @Nullable SocketChannel channel;
    private volatile boolean abandoned;

    UnixDialer(UnixDomainSocketAddress address) {
        this.address = address;
    }

    @Override
    public boolean prepares() {
        return true;
    }

    @Override
    public void prepare() throws IOException {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel = opened;
        try {
            if (abandoned) {
                throw new ClosedChannelException();
            }
            opened.connect(address);
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public SocketChannel dial() throws IOException {
        SocketChannel connected = channel;
        if (connected == null) {
            throw new ClosedChannelException(); // not reached: it is prepared
        }
        return connected;
    }

    @Override
    public void abandon() {
        abandoned = true;
        SocketChannel present = channel;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                // no one holds it
            }
        }
    }

    @Override
    public String progress() {
        return address.toString();
    }

    @Override
    public SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    @Override
    public String toString() {
        return "socket to " + address;
    }
}
