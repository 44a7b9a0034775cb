package dev.runloop.port;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a {@link RemoteMessagePort#sendRequest request}.
 *
 * @param status how it went
 * @param reply the reply, read-only; null if there is none
 */
public record MessageResult(Status status, @Nullable ByteBuffer reply) {

    /** How a request went. Corresponds to {@code kCFMessagePortSuccess} and the errors beside it. */
    public enum Status {
        /** The message was sent and, if that was asked for, answered. */
        SUCCESS,
        /** The peer did not accept the whole message in time. It may still receive a message of which it has a part. */
        SEND_TIMEOUT,
        /** No reply arrived in time. One that arrives later is dropped. */
        RECEIVE_TIMEOUT,
        /** The port was already invalid. */
        INVALID,
        /** The port became invalid while waiting for the reply, for example because the peer died. */
        BECAME_INVALID,
        /** The message could not be sent, or the callback of the peer has thrown. */
        TRANSPORT_ERROR
    }

    static MessageResult of(Status status) {
        return new MessageResult(status, null);
    }
}
