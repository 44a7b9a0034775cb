package dev.runloop.port;

import static dev.runloop.port.SocketInterest.CONNECTING;
import static dev.runloop.port.SocketInterest.ENDING;
import static dev.runloop.port.SocketInterest.QUEUED;
import static dev.runloop.port.SocketInterest.UNCONNECTED;

import dev.runloop.internal.Intake;
import dev.runloop.internal.Writes;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a socket port was given to send and its peer has not made room for yet. While anything is queued, nothing is
 * written past it, so no byte overtakes another.
 *
 * <p>Thread-safe, by its lock, which also covers the writes: when two threads send at the same time, their data goes
 * out whole, one after the other. No callback runs under the lock. The bit {@code QUEUED} of the port's state changes
 * under it too, so the channel is watched for room as long as something is queued.
 */
final class SendQueue {
    static final int DEFAULT_LIMIT = 1 << 18;
    private static final int MOST_ATTEMPTS = 3;

    private final SocketInterest interest;
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private int limit = DEFAULT_LIMIT;
    private long bytes; // in the buffers
    private boolean roomIsAwaited; // by a sender that was told that there is none, whichever sender came since
    private boolean isClosed; // by the user
    private final Intake turn = new Intake();

    SendQueue(SocketInterest interest) {
        this.interest = interest;
    }

    synchronized void limit(int most) {
        limit = most;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Writes data, or as much of it as fits unless something is queued. */
    synchronized int sendWhatFits(WritableByteChannel channel, ByteBuffer data) throws IOException {
        return buffers.isEmpty() ? writeWhatFits(channel, data) : 0;
    }

    /** Writes what fits and queues the rest. Returns whether there is room for more. */
    synchronized boolean send(WritableByteChannel channel, ByteBuffer data) throws IOException {
        if (interest.has(ENDING)) {
            if (isClosed) {
                throw new IllegalStateException("the port is to be invalidated when it has sent what is queued");
            }
            return false;
        }
        if (bytes >= limit) {
            throw new IllegalStateException("the port has " + bytes + " bytes to send, and its limit is " + limit
                    + "; wait for drained() after sendAll() has returned false");
        }
        if (buffers.isEmpty() && !interest.has(CONNECTING | UNCONNECTED)) {
            writeWhatFits(channel, data);
        }
        if (data.hasRemaining()) {
            bytes += data.remaining();
            buffers.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
            interest.set(QUEUED);
        }
        boolean isFull = bytes >= limit;
        roomIsAwaited |= isFull;
        return !isFull;
    }

    private static int writeWhatFits(WritableByteChannel channel, ByteBuffer data) throws IOException {
        return channel instanceof DatagramChannel datagrams
                ? writeDatagram(datagrams, data)
                : Writes.whatFits(channel, data);
    }

    /** The system may use a write to report that an earlier datagram was not received. This one may be. */
    private static int writeDatagram(DatagramChannel channel, ByteBuffer data) throws IOException {
        int count = data.remaining();
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            try {
                return channel.write(data);
            } catch (PortUnreachableException e) {
                // and the next attempt is for this one
            }
        }
        data.position(data.limit()); // lost as well
        return count;
    }

    /**
     * Writes what fits of what is queued, up to what one perform has time for. Returns whether a sender is waiting to
     * be told that there is room again.
     */
    synchronized boolean flush(WritableByteChannel channel) throws IOException {
        turn.begin();
        for (ByteBuffer first = buffers.peek(); first != null && turn.admits(); first = buffers.peek()) {
            int count = channel instanceof DatagramChannel datagrams
                    ? writeDatagram(datagrams, first)
                    : Writes.piece(channel, first);
            bytes -= count;
            turn.taken(count);
            if (!first.hasRemaining()) {
                buffers.remove();
            } else if (count < Writes.CHUNK) {
                break;
            }
        }
        if (buffers.isEmpty()) {
            interest.clear(QUEUED);
        }
        boolean tells = roomIsAwaited && bytes <= limit / 2;
        roomIsAwaited &= !tells;
        return tells;
    }

    /** The user sends nothing more. */
    synchronized void close() {
        isClosed = true;
    }

    /** Accepts nothing more. Returns whether everything has already been sent. */
    synchronized boolean end() {
        interest.set(ENDING);
        return buffers.isEmpty();
    }

    /** Whether nothing more comes in, and all has been sent. */
    synchronized boolean hasEnded() {
        return interest.has(ENDING) && buffers.isEmpty();
    }

    /** Drops what is left. */
    synchronized void clear() {
        buffers.clear();
        bytes = 0;
        interest.clear(QUEUED);
    }
}
