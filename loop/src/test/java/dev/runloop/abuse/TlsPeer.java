package dev.runloop.abuse;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** An end of a TLS connection, blocking, that can make records that no honest end would. For one thread. */
public final class TlsPeer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer plain;

    /** An end that has agreed on nothing yet. */
    public TlsPeer(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        out = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        in = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize()).limit(0);
        plain = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
    }

    /** The channel. */
    public SocketChannel channel() {
        return channel;
    }

    /** Agrees with the other end. */
    public void handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send(record(NOTHING));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
                default -> {
                    return;
                }
            }
        }
    }

    private void receive() throws IOException {
        plain.clear();
        if (engine.unwrap(in, plain).getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            in.compact();
            try {
                if (channel.read(in) < 0) {
                    throw new EOFException("during the handshake");
                }
            } finally {
                in.flip();
            }
        }
    }

    /** A record of these bytes, or what the protocol wants to be sent before them. */
    public byte[] record(ByteBuffer content) throws SSLException {
        out.clear();
        engine.wrap(content, out);
        byte[] record = new byte[out.flip().remaining()];
        out.get(record);
        return record;
    }

    /** Records that change the keys, and nothing else (TLS 1.3), or one that asks to agree once more (before). */
    public byte[] changesOfKeys(int count) throws SSLException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            engine.beginHandshake();
            all.writeBytes(record(NOTHING));
        }
        return all.toByteArray();
    }

    /** Sends it all. */
    public void send(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }
}
