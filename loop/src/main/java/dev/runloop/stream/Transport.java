package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** How bytes pass through a connected channel in non-blocking mode: as they are, or secured. Thread-safe. */
interface Transport {
    SocketChannel channel();

    /** Reads what there is: zero if there is nothing yet, -1 at the end. */
    int read(ByteBuffer destination) throws IOException;

    /** Writes what there is room for. */
    int write(ByteBuffer source) throws IOException;

    /**
     * Whether it is worth {@linkplain #confirmReadable() checking} if a read would not block, whatever the channel
     * says. Costs nothing.
     */
    boolean isReadable();

    /**
     * The channel has bytes, or this is {@linkplain #isReadable() worth checking}: whether a read would not block now.
     * Takes a turn of input, and is worth checking again afterwards if there may be more.
     */
    boolean confirmReadable();

    /** The channel has room: whether a write would not block now. */
    boolean confirmWritable();

    /**
     * Tells the other end that nothing more will come, after everything that has been written.
     *
     * @return false if there was no room to say so: call it again when there is
     */
    boolean endOutput() throws IOException;
}
