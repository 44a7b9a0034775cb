package dev.runloop.stream;

import dev.runloop.internal.ByteRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A ring of bytes with a stream at either end. When the writing end has closed, the reading end finds the rest and then
 * its end, or the failure that the writing end has passed on. When the reading end has closed, the writing end fails.
 *
 * <p>Each side changes the ring or its own state first and then notifies the other's engine, which checks for itself;
 * see {@link dev.runloop.internal.ReadyEventCount}. The end of writing is checked before the ring, so what was written
 * before the end is found. Thread-safe, with one thread at a time at each end.
 */
final class BytePipe {
    private final ByteRing ring;
    private final Out out = new Out();
    private final In in = new In();
    private volatile @Nullable StreamEngine reader; // null until it is opened
    private volatile @Nullable StreamEngine writer; // null until it is opened
    private volatile boolean readerClosed;
    private volatile boolean writerClosed;
    private volatile boolean failed; // the writer has, set before it closes
    private volatile @Nullable IOException failure; // why; set before that

    BytePipe(int capacity) {
        ring = new ByteRing(capacity);
    }

    ByteSource source() {
        return in;
    }

    ByteSink sink() {
        return out;
    }

    private static void tell(@Nullable StreamEngine other) {
        if (other != null) {
            other.ready();
        }
    }

    /**
     * The writing end has failed: so will the reading end, once it has read what was written before; even if there is
     * no memory left to say why.
     */
    void fail(Throwable reason) {
        try {
            failure = StreamEngine.asIOException(reason);
        } finally {
            failed = true;
            out.close();
        }
    }

    /** The reading end. */
    private final class In implements ByteSource {
        @Override
        public void open(StreamEngine engine) {
            reader = engine;
            engine.opened();
        }

        @Override
        public boolean isReady() {
            return !ring.isEmpty() || writerClosed || readerClosed;
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            boolean last = writerClosed;
            int count = ring.read(destination);
            if (count > 0) {
                tell(writer);
            } else if (last) {
                if (failed) {
                    IOException reason = failure;
                    throw reason != null ? reason : new IOException("the other end has failed");
                }
                return -1;
            }
            return count;
        }

        @Override
        public void close() {
            readerClosed = true;
            tell(writer);
        }

        @Override
        public String toString() {
            return "bound pair";
        }
    }

    /** The writing end. */
    private final class Out implements ByteSink {
        @Override
        public void open(StreamEngine engine) {
            writer = engine;
            engine.opened();
        }

        @Override
        public boolean isReady() {
            return !ring.isFull() || readerClosed || writerClosed;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (readerClosed) {
                throw new IOException("the stream that would read this is closed");
            }
            int count = ring.write(source);
            if (count > 0) {
                tell(reader);
            }
            return count;
        }

        @Override
        public void close() {
            writerClosed = true;
            tell(reader);
        }

        @Override
        public String toString() {
            return "bound pair";
        }
    }
}
