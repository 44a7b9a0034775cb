package dev.runloop.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Connects to a host, as the client. The race is recorded before checking whether it was abandoned. */
final class HostDialer implements Dialer {
    /** Finds the addresses of a host by its name, which may take a while. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addressesOf(String host) throws IOException;
    }

    private final String host;
    private final int port;
    private final Lookup lookup;
    private InetAddress @Nullable [] addresses; // handed on with the start of the thread that dials
    private volatile @Nullable ConnectRace race;
    private volatile boolean abandoned;

    HostDialer(String host, int port, Lookup lookup) {
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
    public boolean prepares() {
        return addresses == null;
    }

    @Override
    public void prepare() throws IOException {
        addresses = lookup.addressesOf(host);
    }

    @Override
    public SocketChannel dial() throws IOException {
        InetAddress[] known = addresses;
        if (known == null || known.length == 0) {
            throw new UnknownHostException(host);
        }
        var begun = new ConnectRace(known, port);
        race = begun;
        if (abandoned) {
            throw new ClosedChannelException();
        }
        return begun.run(host + ":" + port);
    }

    @Override
    public void abandon() {
        abandoned = true;
        ConnectRace begun = race;
        if (begun != null) {
            begun.abandon();
        }
    }

    @Override
    public String progress() {
        ConnectRace begun = race;
        return begun == null ? "looking up " + host : begun.progress();
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
