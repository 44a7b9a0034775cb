package dev.runloop.stream;

import java.nio.ByteBuffer;

/** Reads a buffer. */
final class MemorySource implements ByteSource {
    private final ByteBuffer bytes; // one transfer at a time

    MemorySource(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    @Override
    public void open(StreamEngine engine) {
        engine.opened();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public int read(ByteBuffer destination) {
        int count = Math.min(bytes.remaining(), destination.remaining());
        destination.put(destination.position(), bytes, bytes.position(), count);
        destination.position(destination.position() + count);
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }
}
