package dev.runloop.internal;

import java.nio.ByteBuffer;

/**
 * Bytes on their way from one thread to another, in order, up to a capacity.
 *
 * <p>Positions only grow; each is written by one side and read by both. What the writer put in happens-before the read
 * that takes it out, by way of {@code written}; what the reader took out happens-before the write that takes its place,
 * by way of {@code read}. For one reading and one writing thread at a time.
 */
public final class ByteRing {
    private final byte[] bytes;
    private volatile long read; // the reader's
    private volatile long written; // the writer's

    /** An empty ring with room for so many bytes. */
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

    /** Takes out what there is room for, and answers how many bytes. */
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

    /** Puts in what there is room for, and answers how many bytes. */
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
