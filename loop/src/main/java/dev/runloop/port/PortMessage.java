package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to a {@link Port}. The receiver sees it from the other side: there {@link #sendPort()} is the port that the
 * sender named for replies, and {@link #receivePort()} is the port at which the message has arrived.
 *
 * <p>Immutable. Corresponds to {@code NSPortMessage}.
 *
 * @param id what the message means; sender and receiver agree on it
 * @param components what the message carries, in order
 * @param sendPort where to send the message, or for its receiver where to send a reply; null if there is none
 * @param receivePort where the sender wants replies; null if it wants none
 */
public record PortMessage(
        int id,
        List<Component> components,
        @Nullable Port sendPort,
        @Nullable Port receivePort) {

    /** A part of a message. */
    public sealed interface Component {}

    /**
     * Bytes, copied when this is created, so the sender may reuse its buffer.
     *
     * @param content the bytes, read-only
     */
    public record Bytes(ByteBuffer content) implements Component {
        /**
         * Copies bytes.
         *
         * @param content the bytes between its position and its limit, which do not change
         */
        public Bytes {
            requireNonNull(content, "content");
            content = ByteBuffer.allocate(content.remaining())
                    .put(content.duplicate())
                    .flip()
                    .asReadOnlyBuffer();
        }

        /**
         * {@return bytes, copied}
         *
         * @param content the bytes
         */
        public static Bytes of(byte... content) {
            return new Bytes(ByteBuffer.wrap(requireNonNull(content, "content")));
        }

        /** {@return the bytes, read-only, from position zero; each call returns a new buffer over the same bytes} */
        @Override
        public ByteBuffer content() {
            return content.duplicate();
        }
    }

    /**
     * Another port, to which the receiver may send.
     *
     * @param port the port
     */
    public record PortRight(Port port) implements Component {
        /**
         * Passes on a port.
         *
         * @throws NullPointerException if there is none
         */
        public PortRight {
            requireNonNull(port, "port");
        }
    }

    /** A message of these parts. */
    public PortMessage {
        components = List.copyOf(requireNonNull(components, "components"));
    }

    /**
     * {@return a message without a port for replies}
     *
     * @param sendPort where to send it
     * @param id what it means
     * @param components what it carries
     */
    public static PortMessage to(Port sendPort, int id, Component... components) {
        return new PortMessage(id, List.of(components), requireNonNull(sendPort, "sendPort"), null);
    }

    /**
     * {@return this message with a port for replies}
     *
     * @param port where the sender wants replies
     */
    public PortMessage replyTo(Port port) {
        return new PortMessage(id, components, sendPort, requireNonNull(port, "port"));
    }

    /**
     * Sends this message if there is room for it, without waiting.
     *
     * @return false if the port was full
     * @throws PortInvalidException if the port has been invalidated
     * @throws IllegalStateException if there is no port to send to
     */
    public boolean send() {
        return destination().accept(asReceived());
    }

    /**
     * Sends this message, and waits for room if necessary; the loop of the calling thread does not run in the meantime.
     * On the thread that receives from the port such a wait is in vain, because it keeps that thread from receiving.
     * Corresponds to {@code -[NSPortMessage sendBeforeDate:]}.
     *
     * @param limit how long to wait; zero or less for not at all
     * @return false if the port was full all that time: the message has not been sent
     * @throws PortInvalidException if the port has been invalidated, or is invalidated during the wait
     * @throws IllegalStateException if there is no port to send to
     * @throws InterruptedException if the calling thread is interrupted while it waits; the message has not been sent
     */
    public boolean send(Duration limit) throws InterruptedException {
        long nanos = Deadlines.nanos(requireNonNull(limit, "limit"));
        return destination().accept(asReceived(), nanos);
    }

    private Port destination() {
        if (sendPort == null) {
            throw new IllegalStateException("sendPort is null: nobody to send to, message " + id);
        }
        return sendPort;
    }

    private PortMessage asReceived() {
        return new PortMessage(id, components, /* sendPort= */ receivePort, /* receivePort= */ sendPort);
    }
}
