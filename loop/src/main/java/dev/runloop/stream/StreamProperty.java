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
 * The key of something that can be asked of a stream, or told it, beside its bytes. Which properties a stream has
 * depends on its kind. Keys are compared by identity. Immutable. Corresponds to {@code CFStreamPropertyKey}.
 *
 * @param <T> the type of the value
 */
public final class StreamProperty<T> {

    /**
     * Where in the file the next byte is read from or written to, counted in bytes from its beginning. Can be set
     * before the stream is opened; a file that is written from an offset keeps its content. Of streams of files.
     */
    public static final StreamProperty<Long> FILE_CURRENT_OFFSET = new StreamProperty<>("fileCurrentOffset");

    /**
     * Whether each write goes to the end that the file has at that moment, in place of replacing its content: so several
     * streams and processes can write to one file, and others can cut it. Its {@link #FILE_CURRENT_OFFSET} is the size at
     * the opening and what the stream has written since. Can be set before the stream is opened. Of streams that write files.
     */
    public static final StreamProperty<Boolean> APPEND_TO_FILE = new StreamProperty<>("appendToFile");

    /**
     * The bytes that have been written so far, as a read-only buffer on a copy. Of streams that write to memory.
     */
    public static final StreamProperty<ByteBuffer> DATA_WRITTEN = new StreamProperty<>("dataWritten");

    /** How many bytes the stream has transferred so far. Of all streams. */
    public static final StreamProperty<Long> BYTES_TRANSFERRED = new StreamProperty<>("bytesTransferred");

    /** The address of this end of the connection, once there is one. Of streams of sockets. */
    public static final StreamProperty<SocketAddress> SOCKET_LOCAL_ADDRESS = new StreamProperty<>("socketLocalAddress");

    /** The address of the other end of the connection, once there is one. Of streams of sockets. */
    public static final StreamProperty<SocketAddress> SOCKET_REMOTE_ADDRESS =
            new StreamProperty<>("socketRemoteAddress");

    /**
     * How long it may take to make the connection, from the opening to the end of the TLS handshake, the lookup of the
     * host included; after that the streams fail with a {@link java.net.SocketTimeoutException} that tells what was tried.
     * A minute, unless it is set on one of the two streams before either is opened. Of streams of sockets.
     */
    public static final StreamProperty<Duration> CONNECT_LIMIT = new StreamProperty<>("connectLimit");

    /**
     * How long the connection may be silent: if neither stream has transferred a byte for as long, both fail with a
     * {@link java.net.SocketTimeoutException}. Records of TLS without content are silence. There is no such limit unless
     * it is set on one of the two streams before either is opened. Of streams of sockets.
     */
    public static final StreamProperty<Duration> IDLE_LIMIT = new StreamProperty<>("idleLimit");

    /**
     * What to secure the connection by: as a client, which checks that the certificate is for the host it asked for,
     * where the streams make the connection; as a server where they were given an accepted one. An attempt of the other end
     * to agree once more (renegotiation) is a failure of the streams. Can be set on one of
     * the two streams before either is opened. Of streams of sockets.
     */
    public static final StreamProperty<SSLContext> SSL_CONTEXT = new StreamProperty<>("sslContext");

    /**
     * The engine to secure the connection by, when more than {@link #SSL_CONTEXT} is to be said: all of its settings,
     * its mode among them, are the caller's. Can be set on one of the two streams before either is opened. Of streams
     * of sockets.
     */
    public static final StreamProperty<SSLEngine> SSL_ENGINE = new StreamProperty<>("sslEngine");

    /** What has been agreed on with the other end, once it has been. Of streams of secured sockets. */
    public static final StreamProperty<SSLSession> SSL_SESSION = new StreamProperty<>("sslSession");

    /** The status code of the response, such as 200, once its head has come. Of streams of HTTP. */
    public static final StreamProperty<Integer> HTTP_STATUS = new StreamProperty<>("httpStatus");

    /** The headers of the response by their names, in lower case, once its head has come. Of streams of HTTP. */
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
