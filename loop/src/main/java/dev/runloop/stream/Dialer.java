package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Provides the connected channel of a {@link SocketConnection}. */
interface Dialer {
    /** The channel, if it is there from the beginning and {@link #dial} need not wait for anything. */
    default @Nullable SocketChannel given() {
        return null;
    }

    /** Whether the name of a host has to be looked up, which blocks a thread of the platform. */
    default boolean looksUp() {
        return false;
    }

    /** Looks up, blocking, what has to be looked up. */
    default void lookUp() throws IOException {}

    /**
     * Connects, blocking; in blocking mode unless the channel was given.
     *
     * @param opening hears of each channel before it is connected, so that others can close it
     */
    SocketChannel dial(Consumer<SocketChannel> opening) throws IOException;

    /** An engine for our side of the connection. */
    SSLEngine engine(SSLContext context);
}
