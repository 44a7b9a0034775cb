package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes to an array that grows. */
final class MemorySink implements ByteSink {
    private static final int FIRST_CAPACITY = 256;
    private static final int MOST = Integer.MAX_VALUE - 8; // what arrays can have

    private byte[] bytes = {}; // by the thread that writes; published by the count
    private volatile int count;

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
        if (added > MOST - before) {
            throw new IOException("no room for " + added + " more bytes after " + before + " in an array");
        }
        if (added > bytes.length - before) {
            bytes = Arrays.copyOf(bytes, capacityFor(before + added));
        }
        source.get(bytes, before, added);
        count = before + added;
        return added;
    }

    private int capacityFor(int needed) {
        long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
        return (int) Math.min(MOST, Math.max(needed, doubled));
    }

    @Override
    public void close() {}

    @Override
    public @Nullable Object property(StreamProperty<?> key) {
        if (key != StreamProperty.DATA_WRITTEN) {
            return null;
        }
        int written = count; // before the array: a later array holds at least as much
        return ByteBuffer.wrap(Arrays.copyOf(bytes, written)).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "memory";
    }
}
