package dev.runloop.stream;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * The key of a property of a stream. Which properties a stream has depends on its kind. Keys are compared by identity.
 * Immutable. Corresponds to {@code CFStreamPropertyKey}.
 *
 * @param <T> the type of the value
 */
public final class StreamProperty<T> {

    /**
     * The position in the file of the next byte to read or write, counted from its beginning. Can be set before the
     * stream is opened; a file that is written from an offset keeps its content. For streams of files.
     */
    public static final StreamProperty<Long> FILE_CURRENT_OFFSET = new StreamProperty<>("fileCurrentOffset");

    /**
     * Whether each write goes to the current end of the file, instead of replacing its content: so several streams and
     * processes can write to one file, and others can truncate it. Its {@link #FILE_CURRENT_OFFSET} is the size of the
     * file when opened plus what the stream has written since. Can be set before the stream is opened. For streams that
     * write files.
     */
    public static final StreamProperty<Boolean> APPEND_TO_FILE = new StreamProperty<>("appendToFile");

    /** The bytes written so far, as a read-only buffer over a copy. For streams that write to memory. */
    public static final StreamProperty<ByteBuffer> DATA_WRITTEN = new StreamProperty<>("dataWritten");

    /** How many bytes the stream has transferred so far. For all streams. */
    public static final StreamProperty<Long> BYTES_TRANSFERRED = new StreamProperty<>("bytesTransferred");

    /** The address of this end of the connection, once there is one. For streams of sockets. */
    public static final StreamProperty<SocketAddress> SOCKET_LOCAL_ADDRESS = new StreamProperty<>("socketLocalAddress");

    /** The address of the other end of the connection, once there is one. For streams of sockets. */
    public static final StreamProperty<SocketAddress> SOCKET_REMOTE_ADDRESS =
            new StreamProperty<>("socketRemoteAddress");

    /**
     * How long making the connection may take, from the opening to the end of the TLS handshake, including the look-up
     * of the host; after that the streams fail with a {@link java.net.SocketTimeoutException} that says what was tried.
     * One minute, unless it is set on one of the two streams before either is opened. For streams of sockets.
     */
    public static final StreamProperty<Duration> CONNECT_LIMIT = new StreamProperty<>("connectLimit");

    /**
     * How long the connection may be silent: if neither stream has transferred a byte for this long, both fail with a
     * {@link java.net.SocketTimeoutException}. TLS records without content count as silence. No limit, unless it is set
     * on one of the two streams before either is opened. For streams of sockets.
     */
    public static final StreamProperty<Duration> IDLE_LIMIT = new StreamProperty<>("idleLimit");

    /**
     * Secures the connection: as a client, which checks that the certificate is for the requested host, if the streams
     * make the connection; as a server if they were given an accepted one. An attempt of the other end to renegotiate
     * is a failure of the streams. Can be set on one of the two streams before either is opened. For streams of
     * sockets.
     */
    public static final StreamProperty<SSLContext> SSL_CONTEXT = new StreamProperty<>("sslContext");

    /**
     * The engine that secures the connection, if {@link #SSL_CONTEXT} does not say enough: all of its settings,
     * including its mode, are up to the caller. Can be set on one of the two streams before either is opened. For
     * streams of sockets.
     */
    public static final StreamProperty<SSLEngine> SSL_ENGINE = new StreamProperty<>("sslEngine");

    /** The session agreed on with the other end, once there is one. For streams of secured sockets. */
    public static final StreamProperty<SSLSession> SSL_SESSION = new StreamProperty<>("sslSession");

    /** The status code of the response, such as 200, once its head has arrived. For streams of HTTP. */
    public static final StreamProperty<Integer> HTTP_STATUS = new StreamProperty<>("httpStatus");

    /** The headers of the response by their names, in lower case, once its head has arrived. For streams of HTTP. */
    public static final StreamProperty<Map<String, List<String>>> HTTP_HEADERS = new StreamProperty<>("httpHeaders");

    private final String name;

    private StreamProperty(String name) {
        this.name = name;
    }

    /** A value of this property that was kept as an object. */
    @SuppressWarnings("unchecked") // each endpoint answers with the type of the key
    T cast(Object value) {
        return (T) value;
    }

    @Override
    public String toString() {
        return name;
    }
}
