package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_WRITE;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Writes to something whose writes block: once opened, a thread of its own (the pump) writes behind the writer by the
 * capacity of a pipe. What was written before the stream was closed is still written after that, for which the JVM is
 * kept alive, and then the channel is closed. It is a platform thread, because such writes may pin the carrier of a
 * virtual one. The channel is given, or opened by this thread too.
 */
final class BlockingChannelSink implements ByteSink {
    private static final int CAPACITY = 1 << 16;

    private final @Nullable Opener<? extends WritableByteChannel> opener; // null if it was given
    private final @Nullable WritableByteChannel given;
    private final BytePipe pipe = new BytePipe(CAPACITY);
    private final ByteSink sink = pipe.sink();
    private volatile @Nullable Thread pump; // before the next is set
    private volatile boolean pumped; // the pump closes what it writes to
    private volatile boolean opened;
    private volatile boolean closed;

    BlockingChannelSink(WritableByteChannel to) {
        this.opener = null;
        this.given = to;
    }

    BlockingChannelSink(Opener<? extends WritableByteChannel> opener) {
        this.opener = opener;
        this.given = null;
    }

    @Override
    public void open(StreamEngine engine) throws IOException {
        if (given != null) {
            opened = true;
            sink.open(engine);
        }
        pump = LibraryThreads.platform().daemon().name("runloop-write").unstarted(() -> pump(engine));
        pumped = true;
        boolean started = false;
        try {
            requireNonNull(pump).start();
            started = true;
        } finally {
            pumped = started;
        }
    }

    private void pump(StreamEngine engine) {
        try (WritableByteChannel to =
                        given != null ? given : requireNonNull(opener).open();
                var in = new ReadStream(pipe.source());
                var wait = new ChannelWait(OP_WRITE)) {
            if (given == null) {
                opened = true;
                sink.open(engine);
            }
            in.open();
            copy(in, to, wait, engine);
        } catch (Throwable e) {
            failed(e, engine);
        }
    }

    private void copy(ReadStream in, WritableByteChannel to, ChannelWait wait, StreamEngine engine) {
        ByteBuffer bytes = ByteBuffer.allocate(CAPACITY / 2);
        try {
            for (int count = in.read(bytes); count != 0; count = in.read(bytes.clear())) {
                if (count < 0) {
                    throw in.streamError()
                            .orElseGet(ClosedChannelException::new); // not reached: only the pump closes it
                }
                bytes.flip();
                while (bytes.hasRemaining()) {
                    if (to.write(bytes) == 0) {
                        wait.awaitIfSelectable(to);
                    }
                }
            }
        } catch (Throwable e) {
            failed(e, engine); // before the writer finds that nothing reads
        }
    }

    /** Tells the users of the stream; if they have closed it, the handler of uncaught exceptions. */
    private void failed(Throwable reason, StreamEngine engine) {
        engine.fail(reason);
        if (opened && engine.status() == StreamStatus.CLOSED) {
            Failures.report(null, reason);
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
        boolean before = closed;
        closed = true;
        sink.close();
        if (before) {
            return;
        }
        if (pumped && opened) {
            LibraryThreads.platform().name("runloop-flush").start(this::awaitPump);
        } else if (pumped ? opener != null : given != null) {
            LibraryThreads.startDaemon("runloop-close", this::letGo);
        }
    }

    /** Keeps the JVM alive for what has been written and closed; not for a stream that was never closed. */
    private void awaitPump() {
        try {
            requireNonNull(pump).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // not reached: nothing else knows this thread
        }
    }

    private void letGo() {
        try {
            if (pumped && opener != null) {
                opener.abandon();
            } else if (given != null) {
                given.close();
            }
        } catch (Throwable e) {
            Failures.report(null, e);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(given);
    }
}
