package dev.runloop.stream;

import dev.runloop.internal.ReadyEventCount;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file. A regular file is used on the calling thread: a transfer blocks for as long as the disk takes, and no longer.
 * Anything else may block for any length of time, and goes through a pump.
 */
abstract sealed class FileEndpoint<P extends Endpoint> implements Endpoint permits FileSource, FileSink {
    final Path path;
    private volatile @Nullable P pump; // set before the stream is open
    private volatile boolean closed;
    private volatile long offset; // written by the transferring thread; before that by any thread

    FileEndpoint(Path path) {
        this.path = path;
    }

    /** Opens the file, which is regular or will be made. */
    abstract void openFile() throws IOException;

    /** Releases the file, if it is open. */
    abstract void closeFile();

    /** A pump that will open it. */
    abstract P newPump();

    @Override
    public final void open(StreamEngine engine) throws IOException {
        if (FileOpener.isDirect(path)) {
            openFile();
            if (closed) {
                closeFile();
            }
            engine.opened();
        } else {
            P opened = newPump();
            pump = opened;
            if (closed) {
                opened.close();
            }
            opened.open(engine);
        }
    }

    final @Nullable P pump() {
        return pump;
    }

    final boolean isClosed() {
        return closed;
    }

    final long offset() {
        return offset;
    }

    final void offset(long offset) {
        this.offset = offset;
    }

    @Override
    public final boolean isReady() {
        P present = pump;
        return present == null || present.isReady();
    }

    @Override
    public final void await(ReadyEventCount gate) throws IOException {
        P present = pump;
        if (present != null) {
            present.await(gate);
        }
    }

    @Override
    public final void close() {
        closed = true;
        P present = pump;
        if (present != null) {
            present.close();
        } else {
            closeFile();
        }
    }

    @Override
    public @Nullable Object property(StreamProperty<?> key) {
        return key == StreamProperty.FILE_CURRENT_OFFSET ? (Long) offset : null;
    }

    @Override
    public boolean setProperty(StreamProperty<?> key, Object value) {
        if (key != StreamProperty.FILE_CURRENT_OFFSET) {
            return false;
        }
        long position = (Long) value;
        if (position < 0) {
            throw new IllegalArgumentException("value of " + key + " is negative: " + position);
        }
        offset = position;
        return true;
    }

    @Override
    public final String toString() {
        return "file " + path;
    }
}
