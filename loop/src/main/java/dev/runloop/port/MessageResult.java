package dev.runloop.port;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link RemoteMessagePort#sendRequest request}.
 *
 * @param status how it went
 * @param reply the reply, read-only; null if there is none
 */
public record MessageResult(Status status, @Nullable ByteBuffer reply) {

    /** How a request went. Corresponds to {@code kCFMessagePortSuccess} and the errors beside it. */
    public enum Status {
        /** The message was sent and, if that was asked for, answered. */
        SUCCESS,
        /** The peer did not take in the whole message in time. It may still get a message of which it has a part. */
        SEND_TIMEOUT,
        /** No reply came in time. One that comes later is dropped. */
        RECEIVE_TIMEOUT,
        /** The port was invalid before. */
        INVALID,
        /** The port became invalid while it waited for the reply: such as by the death of the peer. */
        BECAME_INVALID,
        /** The message could not be sent, or the callback of the peer has thrown. */
        TRANSPORT_ERROR
    }

    static MessageResult of(Status status) {
        return new MessageResult(status, null);
    }
}
