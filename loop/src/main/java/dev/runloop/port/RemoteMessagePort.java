package dev.runloop.port;

import static dev.runloop.port.MessageResult.Status.BECAME_INVALID;
import static dev.runloop.port.MessageResult.Status.INVALID;
import static dev.runloop.port.MessageResult.Status.RECEIVE_TIMEOUT;
import static dev.runloop.port.MessageResult.Status.SEND_TIMEOUT;
import static dev.runloop.port.MessageResult.Status.SUCCESS;
import static dev.runloop.port.MessageResult.Status.TRANSPORT_ERROR;
import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of a message port that sends to the local end of a name. Any thread may send: each has a connection of its
 * own, because a reply goes to the loop of the thread that waits for it. If one of these connections is lost, the peer
 * is taken to be gone and this end is invalid; look the name up again then.
 *
 * <p>Thread-safe. Corresponds to a remote {@code CFMessagePort}.
 */
public final class RemoteMessagePort implements MessagePort {
    private static final Duration SCHEDULE_LIMIT = Duration.ofSeconds(1);

    private final MessagePortName name;
    private final int mostBytes;
    private final Invalidation invalidation = new Invalidation();
    private final Map<RunLoop, RequestConnection> connections = new ConcurrentHashMap<>();

    private RemoteMessagePort(MessagePortName name, int mostBytes) {
        this.name = name;
        this.mostBytes = mostBytes;
    }

    static Optional<RemoteMessagePort> connect(MessagePortName name, int mostBytes) throws IOException {
        var port = new RemoteMessagePort(name, mostBytes);
        try {
            port.connect(RunLoop.current());
        } catch (ConnectException e) {
            return Optional.empty();
        }
        return Optional.of(port);
    }

    private RequestConnection connect(RunLoop loop) throws IOException {
        var made = new RequestConnection(loop, name.connect(), mostBytes, () -> lost(loop));
        connections.put(loop, made);
        if (!isValid()) {
            made.end(); // it may have come too late to be seen by the thread that has invalidated this
        }
        return made;
    }

    /** The connection of a loop, made within the limit; null if the peer has no room for it. */
    private @Nullable RequestConnection connection(RunLoop loop, Limit limit) throws IOException {
        while (true) {
            RequestConnection present = connections.get(loop);
            if (present != null) {
                return present;
            }
            try {
                return connect(loop);
            } catch (OwnerBusyException e) { // nothing tells when it no longer is
                if (limit.isOver() || !RequestConnection.pause(loop, limit)) {
                    return null;
                }
            }
        }
    }

    /** A connection has ended: either its loop has ended too, or the peer is gone. */
    private void lost(RunLoop loop) {
        connections.remove(loop);
        if (!loop.hasEnded()) {
            invalidate();
        }
    }

    /**
     * Sends a message without waiting for a reply; see {@link #sendRequest}.
     *
     * @param id what the message means
     * @param data what it carries, from its position to its limit, which do not change
     * @param sendLimit how long to wait for the peer to accept the message
     * @return how it went
     */
    public MessageResult send(int id, ByteBuffer data, Duration sendLimit) {
        return sendRequest(id, data, sendLimit, Duration.ZERO, null);
    }

    /**
     * Sends a message. With a mode for the reply, it then runs the loop of the calling thread in that mode until the
     * reply arrives: timers and sources of that mode continue, and may send further requests. Without a mode it does
     * not wait, and the message asks for no reply. While the message does not fit into the connection, the loop runs in
     * a mode of the port's own in which nothing else is served. Limits are measured by the clock of the loop.
     * Corresponds to {@code CFMessagePortSendRequest}.
     *
     * @param id what the message means; sender and receiver agree on it
     * @param data what it carries, from its position to its limit, which do not change
     * @param sendLimit how long to wait for the peer to accept a connection, if this thread has none yet, and to accept
     *     the message; zero or less for not at all
     * @param replyLimit how long to wait for the reply; zero or less to check once
     * @param replyMode the mode in which to run while waiting for the reply; null for no reply
     * @return how it went, and the reply
     * @throws IllegalArgumentException if there is more data than this port allows, or the mode is
     *     {@link RunLoopMode#COMMON}
     */
    public MessageResult sendRequest(
            int id, ByteBuffer data, Duration sendLimit, Duration replyLimit, @Nullable RunLoopMode replyMode) {
        requireNonNull(data, "data");
        requireNonNull(sendLimit, "sendLimit");
        requireNonNull(replyLimit, "replyLimit");
        if (data.remaining() > mostBytes) {
            throw new IllegalArgumentException(
                    "data has " + data.remaining() + " bytes, more than the " + mostBytes + " that are allowed");
        }
        if (RunLoopMode.COMMON.equals(replyMode)) {
            throw new IllegalArgumentException("replyMode is " + replyMode + ", in which no loop can run");
        }
        if (!isValid()) {
            return MessageResult.of(INVALID);
        }
        try {
            RunLoop loop = RunLoop.current();
            Limit limit = Limit.of(loop.clock(), sendLimit);
            RequestConnection connection = connection(loop, limit);
            if (connection == null) {
                return MessageResult.of(SEND_TIMEOUT);
            }
            return replyMode == null
                    ? sendOnly(connection, id, data, limit)
                    : sendAndWait(connection, id, data, limit, replyLimit, replyMode);
        } catch (IOException e) {
            invalidate();
            return MessageResult.of(TRANSPORT_ERROR);
        }
    }

    private static MessageResult sendOnly(RequestConnection connection, int id, ByteBuffer data, Limit limit)
            throws IOException {
        boolean sent = connection.send(new MessageFrame(MessageFrame.ONE_WAY, 0, id, data), limit);
        return MessageResult.of(sent ? SUCCESS : connection.isOpen() ? SEND_TIMEOUT : TRANSPORT_ERROR);
    }

    private static MessageResult sendAndWait(
            RequestConnection connection,
            int id,
            ByteBuffer data,
            Limit sendLimit,
            Duration replyLimit,
            RunLoopMode mode)
            throws IOException {
        long serial = connection.expectReply();
        try {
            if (!connection.send(new MessageFrame(MessageFrame.REQUEST, serial, id, data), sendLimit)) {
                return MessageResult.of(connection.isOpen() ? SEND_TIMEOUT : TRANSPORT_ERROR);
            }
            MessageFrame reply = connection.awaitReply(serial, Limit.of(sendLimit.clock(), replyLimit), mode);
            if (reply == null) {
                return MessageResult.of(connection.isOpen() ? RECEIVE_TIMEOUT : BECAME_INVALID);
            }
            return switch (reply.kind()) {
                case MessageFrame.REPLY -> new MessageResult(SUCCESS, reply.data());
                case MessageFrame.EMPTY_REPLY -> MessageResult.of(SUCCESS);
                default -> MessageResult.of(TRANSPORT_ERROR);
            };
        } finally {
            connection.forgetReply(serial);
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

    @Override
    public void invalidate() {
        if (invalidation.begin()) {
            connections.values().forEach(RequestConnection::end);
            invalidation.tell();
        }
    }

    @Override
    public void setInvalidationCallback(Runnable callback) {
        invalidation.setCallback(callback);
    }

    /**
     * {@inheritDoc}
     *
     * @throws WrongThreadException if the loop is not that of the calling thread
     */
    @Override
    public void schedule(RunLoop loop, RunLoopMode mode) {
        if (!loop.isCurrent()) {
            throw new WrongThreadException(
                    "a remote message port is scheduled by the thread of the loop, not of " + loop);
        }
        if (isValid()) {
            try {
                RequestConnection connection = connection(loop, Limit.of(loop.clock(), SCHEDULE_LIMIT));
                if (connection != null) {
                    connection.schedule(mode);
                } else {
                    invalidate();
                }
            } catch (IOException e) {
                invalidate();
            }
        }
    }

    @Override
    public void unschedule(RunLoop loop, RunLoopMode mode) {
        RequestConnection present = connections.get(requireNonNull(loop, "loop"));
        if (present != null) {
            present.unschedule(mode);
        }
    }

    @Override
    public String toString() {
        return "RemoteMessagePort[" + name() + (isValid() ? "" : ", invalid") + "]";
    }
}
