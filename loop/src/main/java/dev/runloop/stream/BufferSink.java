package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes into a buffer, until it is full. */
final class BufferSink implements ByteSink {
    private final ByteBuffer bytes; // never moved
    private volatile int count; // by the thread that writes; publishes the bytes

    BufferSink(ByteBuffer bytes) {
        this.bytes = bytes.slice();
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
    public int write(ByteBuffer source) throws IOException {
        int before = count;
        int added = source.remaining();
        if (added > bytes.capacity() - before) {
            throw new IOException(
                    "no room for " + added + " more bytes after " + before + " in a buffer of " + bytes.capacity());
        }
        bytes.put(before, source, source.position(), added);
        source.position(source.limit());
        count = before + added;
        return added;
    }

    @Override
    public boolean isAtEnd() {
        return count == bytes.capacity();
    }

    @Override
    public void close() {}

    @Override
    public @Nullable Object property(StreamProperty<?> key) {
        if (key != StreamProperty.DATA_WRITTEN) {
            return null;
        }
        byte[] written = new byte[count];
        bytes.get(0, written);
        return ByteBuffer.wrap(written).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "buffer of " + bytes.capacity();
    }
}
