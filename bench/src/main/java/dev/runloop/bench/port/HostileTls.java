package dev.runloop.bench.port;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The blocking client's end of a TLS connection, which can create records that no honest client would. For one
 * thread.
 */
final class HostileTls {
    private static final String PASSWORD = "password";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer plain;

    HostileTls(SocketChannel channel, SSLContext context, String protocol) {
        this.channel = channel;
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        out = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        in = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize()).limit(0);
        plain = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
    }

    /** A context that presents and trusts its own certificate, created by keytool. */
    static SSLContext context() throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("abuse");
        Path file = folder.resolve("keys.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String order =
                "-genkeypair -keyalg EC -groupname secp256r1 -alias test -dname CN=test -storetype PKCS12 -storepass "
                        + PASSWORD + " -keystore ";
        var command = new ProcessBuilder((tool + " " + order).split(" "));
        command.command().add(file.toString());
        if (command.redirectErrorStream(true).start().waitFor() != 0) {
            throw new IOException("keytool has failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, PASSWORD.toCharArray());
        }
        Files.delete(file);
        Files.delete(folder);
        var presented = KeyManagerFactory.getInstance("PKIX");
        presented.init(keys, PASSWORD.toCharArray());
        var trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(presented.getKeyManagers(), trusted.getTrustManagers(), null);
        // Thousands of sessions are the JDK's to keep; here they would hide what else is left behind.
        context.getServerSessionContext().setSessionCacheSize(1);
        context.getClientSessionContext().setSessionCacheSize(1);
        return context;
    }

    /** Completes the handshake. */
    HostileTls agreed() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send(record(NOTHING));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
                default -> {
                    return this;
                }
            }
        }
    }

    private void receive() throws IOException {
        plain.clear();
        if (engine.unwrap(in, plain).getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            in.compact();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                throw new EOFException("during the handshake");
            }
        }
    }

    /** A record of these bytes, or whatever the protocol must send first. */
    byte[] record(ByteBuffer content) throws SSLException {
        out.clear();
        engine.wrap(content, out);
        byte[] record = new byte[out.flip().remaining()];
        out.get(record);
        return record;
    }

    /** Records that only update keys (TLS 1.3), or that ask to renegotiate (before). */
    byte[] changesOfKeys(int count) throws SSLException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            engine.beginHandshake();
            all.writeBytes(record(NOTHING));
        }
        return all.toByteArray();
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }
}
