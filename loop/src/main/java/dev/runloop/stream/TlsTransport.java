package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes secured by TLS, one record at a time in either direction.
 *
 * <p>The two directions have a lock each, held while bytes are turned into records or back and never while something is
 * waited for. Reading may have to answer, with a change of keys say, and takes the lock of writing too; never the other
 * way round. What both ends have to agree on is agreed on once, in the beginning. An end of the channel before the end
 * of the secured bytes is a failure: it could be somebody else's doing.
 */
final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;

    private final ReentrantLock reading = new ReentrantLock();
    private ByteBuffer received; // records; read from its beginning, between calls
    private ByteBuffer plain; // what was in the last of them
    private volatile boolean readable; // something in plain, or the end, or a failure
    private boolean inputEnded;
    private @Nullable IOException inputFailure;

    private final ReentrantLock writing = new ReentrantLock();
    private ByteBuffer unsent; // records

    TlsTransport(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        received = empty(record);
        unsent = empty(record);
        plain = empty(engine.getSession().getApplicationBufferSize());
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).limit(0);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    // The beginning, with the channel in blocking mode

    /** Agrees with the other end, by waiting for it. */
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (takesPartInHandshake()) {}
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        readable = received.hasRemaining(); // perhaps a record has come along
    }

    private boolean takesPartInHandshake() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrapNothing();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!unwrapOne() || inputEnded) {
                    throw new SSLHandshakeException("the other end has closed the connection during the handshake");
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Tells the other end why, if it still can be told. */
    private void sendAlert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrapNothing()) {}
        } catch (IOException e) {
            // the failure that has led here is the one that counts
        }
    }

    // Reading

    @Override
    public int read(ByteBuffer destination) throws IOException {
        reading.lock();
        try {
            fill();
            if (plain.hasRemaining()) {
                int count = Math.min(plain.remaining(), destination.remaining());
                destination.put(plain.slice(plain.position(), count));
                plain.position(plain.position() + count);
                readable = plain.hasRemaining() || received.hasRemaining();
                return count;
            }
            if (inputFailure != null) {
                throw inputFailure;
            }
            return inputEnded ? -1 : 0;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean isReadable() {
        return readable && confirmReadable();
    }

    @Override
    public boolean confirmReadable() {
        reading.lock();
        try {
            fill();
            return readable;
        } finally {
            reading.unlock();
        }
    }

    /** Turns what has come into bytes, until there are some, or there is nothing more to be had now. */
    private void fill() {
        try {
            while (!plain.hasRemaining() && !inputEnded && inputFailure == null) {
                if (!unwrapOne()) {
                    break;
                }
                answer();
            }
        } catch (IOException e) {
            inputFailure = e;
        }
        readable = plain.hasRemaining() || inputEnded || inputFailure != null;
    }

    /** Takes the next record; false if it has not come in full yet, or never will. */
    private boolean unwrapOne() throws IOException {
        plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, plain);
        } finally {
            plain.flip();
        }
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                return receive();
            }
            case BUFFER_OVERFLOW -> plain = empty(engine.getSession().getApplicationBufferSize() + plain.capacity());
            case CLOSED -> inputEnded = true;
            case OK -> {}
        }
        return true;
    }

    /** Receives more of a record; false if there is nothing more yet, or never will be. */
    private boolean receive() throws IOException {
        if (received.remaining() == received.capacity()
                || received.capacity() < engine.getSession().getPacketBufferSize()) {
            received = ByteBuffer.allocate(
                            received.capacity() + engine.getSession().getPacketBufferSize())
                    .put(received)
                    .flip();
        }
        received.compact();
        int count;
        try {
            count = channel.read(received);
        } finally {
            received.flip();
        }
        if (count < 0) {
            endOfChannel();
        }
        return count > 0;
    }

    private void endOfChannel() throws IOException {
        inputEnded = true;
        try {
            engine.closeInbound();
        } catch (SSLException e) {
            throw new SSLException("the connection has ended, or been cut, before the secured bytes have", e);
        }
    }

    /** A record can ask for an answer, or for work. */
    private void answer() throws IOException {
        writing.lock();
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                if (!flush() || !wrapNothing()) {
                    return; // with the next write
                }
            }
        } finally {
            writing.unlock();
        }
    }

    // Writing

    @Override
    public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int before = source.remaining();
            while (source.hasRemaining() && flush()) {
                SSLEngineResult result = wrap(source);
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    throw new SSLException("the connection has been closed by the other end");
                }
                if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                    throw new SSLException("the other end wants to agree once more, which is not supported");
                }
            }
            flush();
            return before - source.remaining();
        } finally {
            writing.unlock();
        }
    }

    private boolean wrapNothing() throws IOException {
        SSLEngineResult result = wrap(NOTHING);
        return flush() && result.bytesProduced() > 0;
    }

    /** Makes a record, when all before it have been sent. */
    private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        while (true) {
            unsent.clear();
            SSLEngineResult result;
            try {
                result = engine.wrap(source, unsent);
            } finally {
                unsent.flip();
            }
            if (result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW) {
                return result;
            }
            unsent = empty(unsent.capacity() + engine.getSession().getPacketBufferSize());
        }
    }

    /** Sends what has not been sent; false if there is no room for it. */
    private boolean flush() throws IOException {
        while (unsent.hasRemaining()) {
            if (channel.write(unsent) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean confirmWritable() {
        writing.lock();
        try {
            return flush();
        } catch (IOException e) {
            return true; // as the write will tell
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean endOutput() throws IOException {
        writing.lock();
        try {
            engine.closeOutbound();
            while (flush() && !engine.isOutboundDone()) {
                if (wrap(NOTHING).bytesProduced() == 0) {
                    break;
                }
            }
            if (unsent.hasRemaining()) {
                return false;
            }
            channel.shutdownOutput();
            return true;
        } finally {
            writing.unlock();
        }
    }
}
