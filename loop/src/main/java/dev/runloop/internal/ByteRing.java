package dev.runloop.internal;

import java.nio.ByteBuffer;

/**
 * A bounded queue of bytes between one reading and one writing thread.
 *
 * <p>Positions only grow; each is written by one side and read by both. A write happens-before the read that takes its bytes,
 * by way of {@code written}; a read happens-before the write that reuses its space, by way of {@code read}.
 */
public final class ByteRing {
    private final byte[] bytes;
    private volatile long read; // by the reader
    private volatile long written; // by the writer

    /** An empty ring of this capacity. */
    public ByteRing(int capacity) {
        bytes = new byte[capacity];
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return written == read;
    }

    /** Whether there is no room to write. */
    public boolean isFull() {
        return written - read == bytes.length;
    }

    /** Reads as much as the destination has room for. Returns the number of bytes. */
    public int read(ByteBuffer destination) {
        long from = read;
        int count = (int) Math.min(written - from, destination.remaining());
        int index = (int) (from % bytes.length);
        int straight = Math.min(count, bytes.length - index);
        destination.put(bytes, index, straight);
        destination.put(bytes, 0, count - straight);
        read = from + count;
        return count;
    }

    /** Writes as much as there is room for. Returns the number of bytes. */
    public int write(ByteBuffer source) {
        long from = written;
        int count = (int) Math.min(bytes.length - (from - read), source.remaining());
        int index = (int) (from % bytes.length);
        int straight = Math.min(count, bytes.length - index);
        source.get(bytes, index, straight);
        source.get(bytes, 0, count - straight);
        written = from + count;
        return count;
    }
}
