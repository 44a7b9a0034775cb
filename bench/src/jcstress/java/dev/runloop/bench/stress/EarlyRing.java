package dev.runloop.bench.stress;

import java.nio.ByteBuffer;

/** Moves the position of the writer before it writes. Holds what one write brings. */
final class EarlyRing {
    private final byte[] bytes;
    private volatile int written;

    EarlyRing(int capacity) {
        bytes = new byte[capacity];
    }

    int read(ByteBuffer destination) {
        int count = written;
        destination.put(bytes, 0, count);
        return count;
    }

    void write(ByteBuffer source) {
        int count = source.remaining();
        written = count;
        source.get(bytes, 0, count);
    }
}
