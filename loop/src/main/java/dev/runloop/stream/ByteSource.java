package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a read stream come from. */
interface ByteSource extends Endpoint {
    /**
     * Reads what there is, up to what there is room for, which is at least one byte.
     *
     * @return how many bytes; zero if there are none yet; -1 at the end
     */
    int read(ByteBuffer destination) throws IOException;
}
