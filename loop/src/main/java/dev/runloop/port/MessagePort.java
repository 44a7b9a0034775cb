package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.util.Optional;

/**
 * One end of a connection by name between threads and processes of the same user on the same machine. The
 * {@linkplain LocalMessagePort local} end has the name and receives messages; {@linkplain RemoteMessagePort remote}
 * ends look the name up and send.
 *
 * <p>The ends meet at Unix-domain sockets in a directory that only the user can enter: the one in the system property
 * {@code dev.runloop.port.directory}, or else {@code runloop} in {@code $XDG_RUNTIME_DIR}, or else
 * {@code runloop-<user>} in the directory for temporary files. Each end checks that the other belongs to the same user.
 * A name has one owner, across all processes and class loaders of a user, until the port is invalidated or its process
 * dies; then the next {@code createLocal} takes it over. An owner that loses its name because its files were removed
 * becomes invalid.
 *
 * <p>Thread-safe. Corresponds to {@code CFMessagePort}.
 */
public sealed interface MessagePort permits LocalMessagePort, RemoteMessagePort {
    /** The default limit of the data of a message, in bytes: 16 MiB. */
    int DEFAULT_MOST_BYTES = 1 << 24;

    /**
     * {@return a local end} Corresponds to {@code CFMessagePortCreateLocal}.
     *
     * @param name its name
     * @param callback receives the messages
     * @throws MessagePortNameTakenException if the name has a live owner
     * @throws IOException if the name cannot be registered
     * @throws IllegalArgumentException if the name is blank
     */
    static LocalMessagePort createLocal(String name, LocalMessagePort.Callback callback) throws IOException {
        return createLocal(name, DEFAULT_MOST_BYTES, callback);
    }

    /**
     * {@return a local end}
     *
     * @param name its name
     * @param mostBytes how many bytes of data a message may have; a peer that sends a longer one is disconnected
     * @param callback receives the messages
     * @throws MessagePortNameTakenException if the name has a live owner
     * @throws IOException if the name cannot be registered
     * @throws IllegalArgumentException if the name is blank, or the limit is negative or beyond 2<sup>30</sup>
     */
    static LocalMessagePort createLocal(String name, int mostBytes, LocalMessagePort.Callback callback)
            throws IOException {
        requireNonNull(callback, "callback");
        return new LocalMessagePort(MessagePortName.of(name), checked(mostBytes), callback);
    }

    /**
     * {@return a remote end, connected to the local end of that name; none if the name has no owner} Never waits.
     * Corresponds to {@code CFMessagePortCreateRemote}.
     *
     * @param name the name
     * @throws IOException if the name has an owner but the connection failed, such as while the owner has too many
     *     connections to accept; or if it cannot be determined whether it has one, such as for want of descriptors
     * @throws IllegalArgumentException if the name is blank
     */
    static Optional<RemoteMessagePort> createRemote(String name) throws IOException {
        return createRemote(name, DEFAULT_MOST_BYTES);
    }

    /**
     * {@return a remote end, connected to the local end of that name; none if the name has no owner}
     *
     * @param name the name
     * @param mostBytes how many bytes of data a request or a reply may have
     * @throws IOException as {@link #createRemote(String)}
     * @throws IllegalArgumentException if the name is blank, or the limit is negative or beyond 2<sup>30</sup>
     */
    static Optional<RemoteMessagePort> createRemote(String name, int mostBytes) throws IOException {
        return RemoteMessagePort.connect(MessagePortName.of(name), checked(mostBytes));
    }

    private static int checked(int mostBytes) {
        if (mostBytes < 0 || mostBytes > 1 << 30) {
            throw new IllegalArgumentException("mostBytes is " + mostBytes + ", not within 0 and " + (1 << 30));
        }
        return mostBytes;
    }

    /** {@return the name} */
    String name();

    /** {@return whether this end has not been invalidated} */
    boolean isValid();

    /**
     * Ends all connections of this end permanently, and calls the invalidation callback. Calling it again does nothing.
     * Corresponds to {@code CFMessagePortInvalidate}.
     */
    void invalidate();

    /**
     * Sets what to call, once, when this end has become invalid; at once if it already is. It is called on the thread
     * that has invalidated this end, or has found out that the peer is gone. Corresponds to
     * {@code CFMessagePortSetInvalidationCallBack}.
     *
     * @param callback what to call, in place of the previous one
     */
    void setInvalidationCallback(Runnable callback);

    /**
     * Puts this end into a mode of a loop: a local end receives messages there; a remote end notices there that its
     * peer is gone, even while it does not send. Does nothing if this end is already there, is invalid, or is a local
     * end that another loop has.
     *
     * @param loop the loop; for a remote end that of the calling thread
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    void schedule(RunLoop loop, RunLoopMode mode);

    /**
     * Takes this end out of a mode. Does nothing if it is not there.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    void unschedule(RunLoop loop, RunLoopMode mode);
}
