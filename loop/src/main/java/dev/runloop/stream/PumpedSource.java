package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_READ;

import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads something whose reads block, on a thread of its own from the opening on, ahead of the reader by the capacity of
 * a pipe. The thread is one of the platform: what it is given may hold on to the carrier of a virtual one.
 */
final class PumpedSource implements ByteSource {
    private static final int CAPACITY = 1 << 16;

    private final ReadableByteChannel from;
    private final BytePipe pipe = new BytePipe(CAPACITY);
    private final ByteSource source = pipe.source();

    PumpedSource(ReadableByteChannel from) {
        this.from = from;
    }

    @Override
    public void open(StreamEngine engine) throws IOException {
        source.open(engine);
        LibraryThreads.startDaemon("runloop-read", this::pump);
    }

    private void pump() {
        try (var out = new WriteStream(pipe.sink());
                var wait = new ChannelWait(OP_READ)) {
            out.open();
            try {
                copyTo(out, wait);
            } catch (IOException | RuntimeException e) {
                pipe.fail(PublishedSource.asIOException(e)); // before the end is told
            }
        }
    }

    private void copyTo(WriteStream out, ChannelWait wait) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CAPACITY / 2);
        while (read(bytes.clear(), wait) >= 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                if (out.write(bytes) < 0) {
                    return; // nobody reads any more
                }
            }
        }
    }

    private int read(ByteBuffer bytes, ChannelWait wait) throws IOException {
        int count = from.read(bytes);
        while (count == 0) {
            wait.awaitIfSelectable(from);
            count = from.read(bytes);
        }
        return count;
    }

    @Override
    public boolean isReady() {
        return source.isReady();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return source.read(destination);
    }

    @Override
    public void close() {
        source.close();
        LibraryThreads.startVirtual("runloop-close", this::closeFrom); // which may wait for a read
    }

    private void closeFrom() {
        try {
            from.close();
        } catch (IOException e) {
            // its bytes are not wanted any more
        }
    }

    @Override
    public String toString() {
        return from.toString();
    }
}
