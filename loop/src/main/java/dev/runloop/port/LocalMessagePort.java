package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a message port that has the name and receives messages, on the thread of the loop in which it is
 * {@linkplain #schedule scheduled}: one message of each connection per pass. Messages of one connection arrive in the
 * order in which they were sent, those of different connections in no particular order.
 *
 * <p>A connection that delivers anything but messages is closed, and the exception handler of the loop is told; a peer
 * that does not read its replies is no longer read from. Other connections are not affected. The port becomes invalid
 * when its loop ends, or when its files are removed or replaced, as cleaners of temporary folders do: it could no
 * longer be found.
 *
 * <p>Thread-safe. Corresponds to a local {@code CFMessagePort}.
 */
public final class LocalMessagePort implements MessagePort {

    /** Receives messages. Corresponds to {@code CFMessagePortCallBack}. */
    @FunctionalInterface
    public interface Callback {
        /**
         * A message has arrived. If this throws, a peer that waits for a reply gets an error, and the exception handler
         * of the loop is told.
         *
         * @param port the port
         * @param id the id of the message
         * @param data its data, read-only; may be kept
         * @return the reply, from its position to its limit. If it is null, a peer that waits for a reply gets an empty
         *     one; a peer that does not wait gets nothing in any case
         */
        @Nullable
        ByteBuffer received(LocalMessagePort port, int id, ByteBuffer data);
    }

    private record Place(RunLoop loop, RunLoopMode mode) {}

    private final MessagePortName name;
    private final int mostBytes;
    private final Callback callback;
    private final NameClaim claim;
    private final SocketPort acceptor;
    private final Runnable onEndOfLoop = this::invalidate;
    private final Invalidation invalidation = new Invalidation();
    private final Set<Place> places = new LinkedHashSet<>(); // where to put connections to come; under the lock of this
    private final Set<MessageConnection> connections = new HashSet<>(); // under the lock of this

    LocalMessagePort(MessagePortName name, int mostBytes, Callback callback) throws IOException {
        this.name = name;
        this.mostBytes = mostBytes;
        this.callback = callback;
        this.claim = NameClaim.of(name);
        this.acceptor = SocketPort.create(claim.server(), Set.of(SocketCallback.ACCEPT), new SocketPortCallbacks() {
            @Override
            public void accepted(SocketPort port, SocketChannel connection) {
                accept(connection);
            }
        });
        ClaimWatch.add(claim, this::invalidate);
        if (!claim.isIntact()) { // lost before there was a watch
            invalidate();
        }
    }

    private void accept(SocketChannel channel) {
        try {
            name.requireSameUser(channel);
            channel.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the acceptor closes it
        }
        var connection = new MessageConnection(channel, mostBytes, false, new MessageConnection.Owner() {
            @Override
            public Class<?> calleeClass() {
                return UserCodeWrapper.classOf(callback);
            }

            @Override
            public void received(MessageConnection from, MessageFrame frame) throws IOException {
                deliver(from, frame);
            }

            @Override
            public void ended(MessageConnection ended) {
                forget(ended);
            }
        });
        List<Place> present;
        synchronized (this) {
            connections.add(connection);
            present = List.copyOf(places);
        }
        for (Place place : present) {
            place.loop.add(connection.source(), place.mode);
        }
        if (!isValid()) {
            connection.end(); // the invalidating thread may not have seen it
        }
    }

    private synchronized void forget(MessageConnection connection) {
        connections.remove(connection);
    }

    private void deliver(MessageConnection connection, MessageFrame frame) throws IOException {
        switch (frame.kind()) {
            case MessageFrame.ONE_WAY -> callback.received(this, frame.id(), frame.data());
            case MessageFrame.REQUEST -> reply(connection, frame);
            default -> throw new ProtocolException("a reply has come to a local port, kind " + frame.kind());
        }
    }

    private void reply(MessageConnection connection, MessageFrame request) throws IOException {
        MessageFrame reply = request.answer(MessageFrame.FAILED, null);
        try {
            ByteBuffer data = callback.received(this, request.id(), request.data());
            if (data != null && data.remaining() > mostBytes) {
                throw new IllegalArgumentException("the reply has " + data.remaining() + " bytes, more than the "
                        + mostBytes + " that are allowed");
            }
            reply = request.answer(data == null ? MessageFrame.EMPTY_REPLY : MessageFrame.REPLY, data);
        } finally {
            if (connection.isOpen()) {
                connection.send(reply);
            }
        }
    }

    @Override
    public String name() {
        return name.name();
    }

    @Override
    public boolean isValid() {
        return invalidation.isValid();
    }

    /** {@inheritDoc} The name is free when this returns. */
    @Override
    public void invalidate() {
        boolean isFirst = invalidation.begin();
        try {
            claim.release();
        } catch (IOException e) {
            throw new UncheckedIOException("the name " + name() + " could not be given back", e);
        } finally {
            if (isFirst) {
                endConnections();
            }
        }
    }

    private void endConnections() {
        List<MessageConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        try {
            ClaimWatch.remove(claim);
            acceptor.invalidate();
            cancelOnEnd();
            all.forEach(MessageConnection::end);
        } finally {
            invalidation.tell();
        }
    }

    private synchronized void cancelOnEnd() {
        places.forEach(place -> LoopAccess.cancelOnEnd(place.loop, onEndOfLoop));
    }

    @Override
    public void setInvalidationCallback(Runnable callback) {
        invalidation.setCallback(callback);
    }

    @Override
    public void schedule(RunLoop loop, RunLoopMode mode) {
        acceptor.schedule(loop, mode);
        List<MessageConnection> present;
        boolean hasEnded;
        synchronized (this) {
            if (!acceptor.isScheduled(loop, mode) || !places.add(new Place(loop, mode))) {
                return;
            }
            hasEnded = !LoopAccess.onEnd(loop, onEndOfLoop);
            present = List.copyOf(connections);
        }
        if (hasEnded) {
            invalidate();
        }
        if (!isValid()) {
            cancelOnEnd(); // added too late to be seen by the thread that has invalidated this
        }
        for (MessageConnection connection : present) {
            loop.add(connection.source(), mode);
        }
    }

    @Override
    public void unschedule(RunLoop loop, RunLoopMode mode) {
        List<MessageConnection> present;
        synchronized (this) {
            places.remove(new Place(loop, mode));
            if (places.stream().noneMatch(place -> place.loop == loop)) {
                LoopAccess.cancelOnEnd(loop, onEndOfLoop);
            }
            present = List.copyOf(connections);
        }
        acceptor.unschedule(loop, mode);
        for (MessageConnection connection : present) {
            loop.remove(connection.source(), mode);
        }
    }

    @Override
    public String toString() {
        return "LocalMessagePort[" + name() + (isValid() ? "" : ", invalid") + "]";
    }
}
