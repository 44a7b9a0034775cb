package dev.runloop.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SocketPort} calls, on the thread of its loop, one at a time. Each method does nothing unless it is
 * overridden, except for {@link #failed}. What they throw goes to the loop's exception handler, and the port lives on.
 * Corresponds to {@code CFSocketCallBack}.
 */
public interface SocketPortCallbacks {
    /**
     * There is something to read, or the end of the stream, for which a read returns −1. Called again in each pass
     * until that has been read, and at the end of the stream until the port is invalidated or
     * {@link SocketCallback#READ} is disabled.
     *
     * @param port the port
     */
    default void readable(SocketPort port) {}

    /**
     * A connection has been accepted. If this throws, the port closes the connection.
     *
     * @param port the port of the server
     * @param connection the connection, in blocking mode as usual in Java; a port for it changes that
     */
    default void accepted(SocketPort port, SocketChannel connection) {}

    /**
     * Bytes have been read. At the end of the stream this is called with none, and then the port invalidates itself as
     * soon as what is {@linkplain SocketPort#sendAll queued} has been sent.
     *
     * @param port the port
     * @param data the bytes from its position to its limit. The buffer belongs to the port and is reused: take what is
     *     needed before returning
     * @param from the sender of a datagram; null for a stream
     */
    default void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {}

    /**
     * A connect has ended. After a failure nothing else follows, and the port invalidates itself.
     *
     * @param port the port
     * @param failure why it failed; null if it succeeded
     */
    default void connected(SocketPort port, @Nullable IOException failure) {}

    /**
     * There is room to write, and nothing is queued.
     *
     * @param port the port
     */
    default void writable(SocketPort port) {}

    /**
     * There is room again, at least half of the limit, after {@link SocketPort#sendAll} has returned false. Called
     * whatever types the port was created for.
     *
     * @param port the port
     */
    default void drained(SocketPort port) {}

    /**
     * Something has failed that does not end the port: accepting a connection, which is tried again after a tenth of a
     * second, or receiving a datagram.
     *
     * <p>Unless it is overridden it throws, so that the loop's exception handler is told.
     *
     * @param port the port
     * @param failure what has happened
     */
    default void failed(SocketPort port, IOException failure) {
        throw new UncheckedIOException(failure);
    }

    /**
     * The port has been invalidated. Called once, on the thread that invalidated it; another callback on the loop's
     * thread may still be in progress.
     *
     * @param port the port
     * @param cause what went wrong, such as a reset connection; null if nothing did
     */
    default void invalidated(SocketPort port, @Nullable IOException cause) {}
}
