package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.util.Optional;

/**
 * One end of a connection by name between threads and processes of one user on one machine. The
 * {@linkplain LocalMessagePort local} end has the name and receives messages; {@linkplain RemoteMessagePort remote}
 * ends are looked up by name, and send.
 *
 * <p>The ends meet at Unix-domain sockets in a directory that only the user can enter, the one of the system property
 * {@code dev.runloop.port.directory}, else {@code runloop} in {@code $XDG_RUNTIME_DIR}, else {@code runloop-<user>} in
 * the directory for temporary files. Each end checks that the other one belongs to the same user. A name has one owner,
 * across the processes and class loaders of a user, until the port is invalidated or its process dies; then the next
 * {@code createLocal} takes it over. An owner that loses its name, because somebody has removed its files, becomes invalid.
 *
 * <p>Thread-safe. Corresponds to {@code CFMessagePort}.
 */
public sealed interface MessagePort permits LocalMessagePort, RemoteMessagePort {
    /** How many bytes of data a message may have, unless it is said otherwise: 16 MiB. */
    int DEFAULT_MOST_BYTES = 1 << 24;

    /**
     * {@return a local end} Corresponds to {@code CFMessagePortCreateLocal}.
     *
     * @param name its name
     * @param callback who receives the messages
     * @throws MessagePortNameTakenException if the name belongs to somebody who lives
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
     * @param mostBytes how many bytes of data a message may have; who sends a longer one is disconnected
     * @param callback who receives the messages
     * @throws MessagePortNameTakenException if the name belongs to somebody who lives
     * @throws IOException if the name cannot be registered
     * @throws IllegalArgumentException if the name is blank, or the limit negative or beyond 2<sup>30</sup>
     */
    static LocalMessagePort createLocal(String name, int mostBytes, LocalMessagePort.Callback callback)
            throws IOException {
        requireNonNull(callback, "callback");
        return new LocalMessagePort(MessagePortName.of(name), checked(mostBytes), callback);
    }

    /**
     * {@return a remote end, connected to the local end of that name; none if nobody has the name} Corresponds to
     * {@code CFMessagePortCreateRemote}.
     *
     * @param name the name
     * @throws IOException if somebody has the name, but the connection has failed, such as while the owner has too many
     *     connections to accept; or if it cannot be told who has the name, such as for want of descriptors. Never waits
     * @throws IllegalArgumentException if the name is blank
     */
    static Optional<RemoteMessagePort> createRemote(String name) throws IOException {
        return createRemote(name, DEFAULT_MOST_BYTES);
    }

    /**
     * {@return a remote end, connected to the local end of that name; none if nobody has the name}
     *
     * @param name the name
     * @param mostBytes how many bytes of data a request or a reply may have
     * @throws IOException as {@link #createRemote(String)}
     * @throws IllegalArgumentException if the name is blank, or the limit negative or beyond 2<sup>30</sup>
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

    /** {@return whether this end has not been invalidated yet} */
    boolean isValid();

    /**
     * Ends all connections of this end, for ever, and calls the invalidation callback. Doing it twice is doing it once.
     * Corresponds to {@code CFMessagePortInvalidate}.
     */
    void invalidate();

    /**
     * Says what to call, once, when this end has become invalid: at once if it is so already. It is called on the
     * thread that has invalidated this end, or found out that the peer is gone. Corresponds to
     * {@code CFMessagePortSetInvalidationCallBack}.
     *
     * @param callback what to call, in place of what was said before
     */
    void setInvalidationCallback(Runnable callback);

    /**
     * Puts this end into a mode of a loop: a local one receives messages there, a remote one notices there that its
     * peer is gone, also while it does not send. Nothing happens if it is there, if it is invalid, or if it is a local
     * one that another loop has.
     *
     * @param loop the loop; for a remote end that of the calling thread
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    void schedule(RunLoop loop, RunLoopMode mode);

    /**
     * Takes this end out of a mode. Nothing happens if it is not there.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    void unschedule(RunLoop loop, RunLoopMode mode);
}
