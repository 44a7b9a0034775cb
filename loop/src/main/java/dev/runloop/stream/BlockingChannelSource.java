package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads something whose reads block: once opened, a thread of its own (the pump) reads ahead of the reader by the
 * capacity of a pipe. It is a platform thread, because such reads may pin the carrier of a virtual one. The channel is
 * given, or opened by this thread too.
 *
 * <p>The pump records what it has opened and then checks whether this is closed; a thread that closes does it the other
 * way round. So one of them closes the channel.
 */
final class BlockingChannelSource implements ByteSource {
    private static final int CAPACITY = 1 << 16;

    private final @Nullable Opener<? extends ReadableByteChannel> opener; // null if it was given
    private final BytePipe pipe = new BytePipe(CAPACITY);
    private final ByteSource source = pipe.source();
    private volatile @Nullable ReadableByteChannel from;
    private volatile boolean pumped; // there is a thread that opens it, if it was not given
    private volatile boolean closed;

    BlockingChannelSource(ReadableByteChannel from) {
        this.opener = null;
        this.from = from;
    }

    BlockingChannelSource(Opener<? extends ReadableByteChannel> opener) {
        this.opener = opener;
    }

    @Override
    public void open(StreamEngine engine) throws IOException {
        ReadableByteChannel given = from;
        if (given != null) {
            source.open(engine);
        }
        pumped = true;
        boolean started = false;
        try {
            LibraryThreads.startDaemon("runloop-read", () -> pump(engine));
            started = true;
        } finally {
            pumped = started;
        }
    }

    private void pump(StreamEngine engine) {
        ReadableByteChannel opened;
        try {
            opened = opened(engine);
        } catch (Throwable e) {
            engine.fail(e);
            return;
        }
        try (var wait = new ChannelWait(OP_READ)) {
            var out = new WriteStream(pipe.sink());
            out.open();
            copy(opened, out, wait);
            out.close();
        } catch (Throwable e) {
            pipe.fail(e); // and no end is told
        }
    }

    private ReadableByteChannel opened(StreamEngine engine) throws IOException {
        if (opener == null) {
            return requireNonNull(from);
        }
        ReadableByteChannel opened = opener.open();
        from = opened;
        if (closed) {
            opened.close();
        }
        source.open(engine);
        return opened;
    }

    private static void copy(ReadableByteChannel from, WriteStream out, ChannelWait wait) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CAPACITY / 2);
        while (read(from, bytes.clear(), wait) >= 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                if (out.write(bytes) < 0) { // nothing reads any more, or it has failed
                    throw out.streamError().orElseGet(ClosedChannelException::new);
                }
            }
        }
    }

    private static int read(ReadableByteChannel from, ByteBuffer bytes, ChannelWait wait) throws IOException {
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
        boolean before = closed;
        closed = true;
        source.close();
        if (!before && (from != null || pumped)) {
            LibraryThreads.startDaemon("runloop-close", this::letGo); // which may wait for a read
        }
    }

    private void letGo() {
        ReadableByteChannel present = from;
        try {
            if (present != null) {
                present.close();
            } else if (opener != null) {
                opener.abandon();
            }
        } catch (IOException e) {
            // its bytes are not wanted any more
        } catch (Throwable e) {
            Failures.report(null, e);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(from);
    }
}
