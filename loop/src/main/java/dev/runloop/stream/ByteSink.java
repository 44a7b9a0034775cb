package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a write stream go. */
interface ByteSink extends Endpoint {
    /**
     * Writes as much as there is room for from a buffer that has at least one byte.
     *
     * @return how many bytes; zero if there is no room yet
     */
    int write(ByteBuffer source) throws IOException;
}
