package dev.runloop.stream;

import dev.runloop.internal.Intake;
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
 * <p>Each direction has a lock, held while bytes are turned into records or back, and never during a wait. A reader may
 * have to answer, to a change of keys for example, and then takes the lock for writing too; never the other way round.
 * There is one handshake, at the beginning; renegotiation, which TLS 1.3 has abolished, is a failure. So is a channel
 * that ends before TLS does: an attacker may have cut it off.
 */
final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int BYTES_OF_STRANGERS =
            512; // room for records grows with what comes: many peers never send one
    private static final String RENEGOTIATION = "the other end wants to agree once more, which is not supported";

    private final SocketChannel channel;
    private final SSLEngine engine;

    private final ReentrantLock reading = new ReentrantLock();
    private ByteBuffer received; // records; read from its beginning, between calls
    private ByteBuffer plain; // what was in the last of them
    private final Intake intake = new Intake();
    private volatile boolean readable; // perhaps: something in plain, the end, a failure, or records not looked at yet
    private boolean inputEnded;
    private @Nullable IOException inputFailure;

    private final ReentrantLock writing = new ReentrantLock();
    private ByteBuffer unsent; // records

    TlsTransport(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        received = empty(BYTES_OF_STRANGERS);
        unsent = NOTHING;
        plain = NOTHING;
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).limit(0);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    // The handshake, with the channel in blocking mode

    /** Makes the handshake, and blocks until it is done. */
    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread that does not wait has to give way by itself
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            for (int i = 1; takesPartInHandshake(); i++) {
                if (i % Intake.MOST_OPERATIONS == 0) {
                    Thread.yield(); // a peer can send useless records without end, which must not keep this carrier
                }
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        grow(); // a stranger no more
        plain = empty(engine.getSession().getApplicationBufferSize());
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
            TlsTasks.run(task);
        }
    }

    /** Sends the peer an alert that says why, if that is still possible. */
    private void sendAlert() {
        try {
            for (int i = 0; i < Intake.MOST_OPERATIONS && wantsToSend() && wrapNothing(); i++) {}
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
                readable = hasOutcome() || received.hasRemaining();
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
        return readable;
    }

    @Override
    public boolean confirmReadable() {
        reading.lock();
        try {
            fill();
            return hasOutcome();
        } finally {
            reading.unlock();
        }
    }

    /** Whether a read has something to report. */
    private boolean hasOutcome() {
        return plain.hasRemaining() || inputEnded || inputFailure != null;
    }

    /**
     * Decrypts what has arrived, until there are bytes, or nothing is left, or the turn is over: there can be endless
     * records that carry no bytes.
     */
    private void fill() {
        boolean mayHaveMore = true;
        intake.begin();
        try {
            while (mayHaveMore && !hasOutcome() && intake.admits()) {
                mayHaveMore = unwrapOne();
                if (mayHaveMore) {
                    answer();
                }
            }
        } catch (Throwable e) { // of the engine, which may be a user's
            inputFailure = StreamEngine.asIOException(e);
        }
        readable = mayHaveMore || hasOutcome();
    }

    /** Decrypts the next record; false if it has not fully arrived, or never will. */
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
        if (received.remaining() == received.capacity()) {
            grow();
        }
        received.compact();
        int count;
        try {
            count = channel.read(received);
        } finally {
            received.flip();
        }
        intake.taken(Math.max(0, count));
        if (count < 0) {
            endOfChannel();
        }
        return count > 0;
    }

    private void grow() {
        received = ByteBuffer.allocate(received.capacity() + engine.getSession().getPacketBufferSize())
                .put(received)
                .flip();
    }

    private void endOfChannel() throws IOException {
        inputEnded = true;
        try {
            engine.closeInbound();
        } catch (SSLException e) {
            throw new SSLException("the connection has ended, or been cut, before the secured bytes have", e);
        }
    }

    /**
     * A record can ask for an answer. It could also ask to renegotiate, which costs the answering side a hundred times
     * what it costs the asking one, and is refused.
     */
    private void answer() throws IOException {
        writing.lock();
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                throw new SSLException(RENEGOTIATION);
            }
            for (int i = 0; i < Intake.MOST_OPERATIONS && wantsToSend(); i++) {
                if (!flush() || !wrapNothing()) {
                    return; // with the next write
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean wantsToSend() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone();
    }

    // Writing

    @Override
    public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int before = source.remaining();
            while (source.hasRemaining() && before - source.remaining() < Intake.MOST_BYTES && flush()) {
                SSLEngineResult result = wrap(source);
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    throw new SSLException("the connection has been closed by the other end");
                }
                if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                    throw new SSLException(RENEGOTIATION);
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

    /** Makes a record, once all before it have been sent. */
    private SSLEngineResult wrap(ByteBuffer source) throws IOException {
        if (unsent == NOTHING) {
            unsent = empty(engine.getSession().getPacketBufferSize());
        }
        while (true) {
            unsent.clear();
            SSLEngineResult result;
            try {
                result = engine.wrap(source, unsent);
            } catch (RuntimeException | Error e) { // the engine may be a user's
                throw StreamEngine.asIOException(e);
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
            for (int i = 0; i < Intake.MOST_OPERATIONS && flush() && !engine.isOutboundDone(); i++) {
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
