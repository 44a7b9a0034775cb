package dev.runloop.stream;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** An engine that agrees on nothing: a record is its length in one byte, and that many bytes. */
final class FramingEngine extends CountingEngine {
    FramingEngine(SSLEngine engine) {
        super(engine);
    }

    @Override
    public void beginHandshake() {}

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return HandshakeStatus.NOT_HANDSHAKING;
    }

    private static SSLEngineResult result(Status status, int consumed, int produced) {
        return new SSLEngineResult(status, HandshakeStatus.NOT_HANDSHAKING, consumed, produced);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer destination)
            throws SSLException {
        throwIfSet(thrownByWrap);
        ByteBuffer content = sources[offset];
        int count = Math.min(255, content.remaining());
        if (count > 0) {
            destination.put((byte) count).put(content.slice(content.position(), count));
            content.position(content.position() + count);
        }
        return result(Status.OK, count, count == 0 ? 0 : count + 1);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] destinations, int offset, int length)
            throws SSLException {
        count();
        throwIfSet(thrownByUnwrap);
        int size = source.hasRemaining() ? source.get(source.position()) & 0xff : 0;
        if (!source.hasRemaining() || source.remaining() <= size) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        source.get();
        destinations[offset].put(source.slice(source.position(), size));
        source.position(source.position() + size);
        return result(Status.OK, size + 1, size);
    }
}
