package dev.runloop.port;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.Writes;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two ends of a message port: a source that delivers one frame per pass, and sends the rest of
 * what did not fit as soon as there is room. Any failure ends it.
 *
 * <p>Belongs to the thread of its loop, except for {@link #end}.
 */
final class MessageConnection {
    /** The user of a connection. */
    interface Owner extends UserCodeWrapper {
        /** A frame has arrived. */
        void received(MessageConnection connection, MessageFrame frame) throws IOException;

        /** The connection has ended. Called once, on the thread that ended it. */
        void ended(MessageConnection connection);
    }

    private final SocketChannel channel;
    private final MessageFrameReader reader;
    private final boolean readsWhileSending;
    private final Owner owner;
    private final ChannelSource source;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private @Nullable ByteBuffer unsent;

    /** @param readsWhileSending whether to read on while the peer does not take in what was sent to it */
    MessageConnection(SocketChannel channel, int mostBytes, boolean readsWhileSending, Owner owner) {
        this.channel = channel;
        this.reader = new MessageFrameReader(mostBytes);
        this.readsWhileSending = readsWhileSending;
        this.owner = owner;
        this.source = ChannelSource.create(channel, SelectionKey.OP_READ, new Readiness());
    }

    /** What the loop calls. */
    private final class Readiness implements ChannelSource.Callbacks, UserCodeWrapper {
        @Override
        public void perform(ChannelSource self) {
            serve();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            if (loop.hasEnded() || !source.isValid()) {
                end();
            }
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(owner);
        }
    }

    ChannelSource source() {
        return source;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Whether part of what was sent is still waiting for room. */
    boolean isSending() {
        return unsent != null;
    }

    private void serve() {
        try {
            MessageFrame frame = next();
            if (frame != null) {
                deliver(frame);
            }
        } catch (ProtocolException e) { // worth reporting: the peer does not keep to the protocol
            end();
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            end(); // the peer is gone
        } finally {
            if (isOpen()) {
                adjustInterest();
            }
        }
    }

    /** Sends what is left, and reads once; the next frame, if all of it is there. */
    private @Nullable MessageFrame next() throws IOException {
        boolean done = false;
        try {
            flush();
            MessageFrame frame = null;
            if (unsent == null || readsWhileSending) {
                frame = reader.take();
                if (frame == null) {
                    reader.readFrom(channel);
                    frame = reader.take();
                }
            }
            done = true;
            return frame;
        } finally {
            if (!done) { // for want of memory, say: the rest of the frame would be taken for the next one
                end();
            }
        }
    }

    private void deliver(MessageFrame frame) throws IOException {
        try {
            owner.received(this, frame);
        } finally {
            if (isOpen() && reader.hasFrame()) {
                source.signal();
            }
        }
    }

    /** Sends a frame, or as much of it as fits now; the rest follows by itself. Nothing else must be on its way. */
    void send(MessageFrame frame) throws IOException {
        unsent = frame.encode();
        flush();
        adjustInterest();
    }

    /** Takes back what was sent last if nothing of it has left yet. */
    void takeBack() {
        if (unsent != null && unsent.position() == 0) {
            unsent = null;
            adjustInterest();
        }
    }

    private void flush() throws IOException {
        if (unsent != null) {
            Writes.piece(channel, unsent); // more in the next pass
            unsent = unsent.hasRemaining() ? unsent : null;
        }
    }

    private void adjustInterest() {
        int ops = unsent == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
        if (unsent != null && readsWhileSending) {
            ops |= SelectionKey.OP_READ;
        }
        if (source.interestOps() != ops) {
            source.interestOps(ops);
        }
    }

    /** Closes the connection, from any thread. */
    void end() {
        if (open.compareAndSet(true, false)) {
            source.invalidate();
            try {
                channel.close();
            } catch (IOException e) {
                // it is of no more use in any case
            }
            owner.ended(this);
        }
    }
}
