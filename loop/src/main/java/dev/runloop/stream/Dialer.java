package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Provides the connected channel of a {@link SocketConnection}. */
interface Dialer {
    /** The channel, if it is there from the beginning and {@link #dial} need not wait for anything. */
    default @Nullable SocketChannel given() {
        return null;
    }

    /** Whether there is something to {@linkplain #prepare() prepare}. */
    default boolean prepares() {
        return false;
    }

    /** Does, blocking, what would hold on to the carrier of a virtual thread. */
    default void prepare() throws IOException {}

    /** Connects, blocking; in blocking mode unless the channel was given. Called once, after what is to be prepared. */
    SocketChannel dial() throws IOException;

    /** The connection is no longer wanted: ends what is under way, or makes it fail when it begins. Any thread. */
    void abandon();

    /** What has been tried so far, and what has come of it. Any thread. */
    String progress();

    /** An engine for our side of the connection. */
    SSLEngine engine(SSLContext context);
}
