package dev.runloop.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SocketPort} calls, on the thread of its loop, one at a time. Each does nothing unless it is overridden,
 * but for {@link #failed}. What they throw is told to the loop's exception handler, and the port lives on. Corresponds to
 * {@code CFSocketCallBack}.
 */
public interface SocketPortCallbacks {
    /**
     * There is something to read, or the end of the stream has come, which a read answers with −1. Comes again in each
     * pass until that has been read, and at the end of the stream until the port is invalidated or {@link
     * SocketCallback#READ} disabled.
     *
     * @param port the port
     */
    default void readable(SocketPort port) {}

    /**
     * A connection has been accepted. If this throws, the port closes it.
     *
     * @param port the port of the server
     * @param connection the connection, in blocking mode as Java has it; a port for it changes that
     */
    default void accepted(SocketPort port, SocketChannel connection) {}

    /**
     * Bytes have come. At the end of the stream this is called with none, and then the port invalidates itself, as soon
     * as what is {@linkplain SocketPort#sendAll queued} has been sent.
     *
     * @param port the port
     * @param data the bytes from its position to its limit. The buffer belongs to the port and is used again: take
     *     what is needed before returning
     * @param from who has sent a datagram; null for a stream
     */
    default void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {}

    /**
     * A connect has ended. After a failure nothing else comes, and the port invalidates itself.
     *
     * @param port the port
     * @param failure why it has failed; null if it has not
     */
    default void connected(SocketPort port, @Nullable IOException failure) {}

    /**
     * There is room to write, and nothing is queued.
     *
     * @param port the port
     */
    default void writable(SocketPort port) {}

    /**
     * There is room again after {@link SocketPort#sendAll} has returned false: half of the limit at least. Called whatever
     * types the port was made for.
     *
     * @param port the port
     */
    default void drained(SocketPort port) {}

    /**
     * Something has failed that does not end the port: to accept a connection, which is tried again after a tenth of a
     * second, or to receive a datagram.
     *
     * <p>Throws, so that the loop's exception handler is told, unless it is overridden.
     *
     * @param port the port
     * @param failure what has happened
     */
    default void failed(SocketPort port, IOException failure) {
        throw new UncheckedIOException(failure);
    }

    /**
     * The port has been invalidated. Called once, on the thread that has invalidated it; another callback that is in
     * progress on the loop's thread may still be.
     *
     * @param port the port
     * @param cause what has gone wrong, such as a connection that was reset; null if nothing has
     */
    default void invalidated(SocketPort port, @Nullable IOException cause) {}
}
