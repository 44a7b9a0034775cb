package dev.runloop.stream;

import dev.runloop.internal.Failures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Connects to a host: we are the client. For one thread at a time. */
final class HostDialer implements Dialer {
    private final String host;
    private final int port;
    private final HostLookup lookup;
    private InetAddress @Nullable [] addresses; // handed on with the start of the thread that dials

    HostDialer(String host, int port, HostLookup lookup) {
        this.host = host;
        this.port = port;
        this.lookup = lookup;
        try {
            addresses = new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException e) {
            addresses = null; // a name
        }
    }

    @Override
    public boolean looksUp() {
        return addresses == null;
    }

    @Override
    public void lookUp() throws IOException {
        addresses = lookup.addressesOf(host);
    }

    @Override
    public SocketChannel dial(Consumer<SocketChannel> opening) throws IOException {
        IOException failure = new UnknownHostException(host);
        if (addresses != null) {
            for (int i = 0; i < addresses.length; i++) {
                try {
                    return dial(addresses[i], opening);
                } catch (ClosedChannelException e) {
                    throw e; // by the streams
                } catch (IOException e) {
                    if (i > 0) {
                        Failures.suppress(e, failure);
                    }
                    failure = e;
                }
            }
        }
        throw failure;
    }

    private SocketChannel dial(InetAddress address, Consumer<SocketChannel> opening) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            opening.accept(channel);
            channel.connect(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate has to be for this host
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public String toString() {
        return "socket to " + host + ":" + port;
    }
}
