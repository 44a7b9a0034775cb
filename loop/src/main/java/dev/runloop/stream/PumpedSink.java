package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes to something whose writes block, on a thread of its own from the opening on, behind the writer by the capacity
 * of a pipe. What was written before the stream was closed is still written after that, and then what it goes to is
 * closed. The thread is one of the platform: what it is given may hold on to the carrier of a virtual one.
 */
final class PumpedSink implements ByteSink {
    private static final int CAPACITY = 1 << 16;

    private final WritableByteChannel to;
    private final BytePipe pipe = new BytePipe(CAPACITY);
    private final ByteSink sink = pipe.sink();
    private volatile boolean opened;

    PumpedSink(WritableByteChannel to) {
        this.to = to;
    }

    @Override
    public void open(StreamEngine engine) throws IOException {
        opened = true;
        sink.open(engine);
        LibraryThreads.startDaemon("runloop-write", () -> pump(engine));
    }

    private void pump(StreamEngine engine) {
        try (var in = new ReadStream(pipe.source());
                var wait = new ChannelWait(OP_WRITE)) {
            in.open();
            try (to) {
                copyFrom(in, wait);
            } catch (IOException | RuntimeException e) {
                failed(e, engine); // before the writer finds that nobody reads
            }
        }
    }

    private void copyFrom(ReadStream in, ChannelWait wait) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CAPACITY / 2);
        while (in.read(bytes.clear()) > 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                if (to.write(bytes) == 0) {
                    wait.awaitIfSelectable(to);
                }
            }
        }
    }

    /** Those who use the stream hear of it; if they have closed it, whoever hears of what nobody catches. */
    private static void failed(Exception reason, StreamEngine engine) {
        engine.fail(PublishedSource.asIOException(reason));
        if (engine.status() == StreamStatus.CLOSED) {
            Failures.tell(null, reason);
        }
    }

    @Override
    public boolean isReady() {
        return sink.isReady();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return sink.write(source);
    }

    @Override
    public void close() {
        sink.close();
        if (!opened) {
            LibraryThreads.startVirtual("runloop-close", this::closeTo);
        }
    }

    private void closeTo() {
        try {
            to.close();
        } catch (IOException e) {
            Failures.tell(null, e);
        }
    }

    @Override
    public String toString() {
        return to.toString();
    }
}
