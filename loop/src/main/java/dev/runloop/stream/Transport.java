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
     * Whether it is worth a {@linkplain #confirmReadable() look} if a read would not block, whatever the channel says.
     * Costs nothing.
     */
    boolean isReadable();

    /**
     * The channel has bytes, or this is {@linkplain #isReadable() worth a look}: whether a read would not block now.
     * Takes a turn of input, and is worth a look again afterwards if there may be more.
     */
    boolean confirmReadable();

    /** The channel has room: whether a write would not block now. */
    boolean confirmWritable();

    /**
     * Tells the other end that no more will come, after all that has been written.
     *
     * @return false if there was no room to say so: to be called again when there is
     */
    boolean endOutput() throws IOException;
}
