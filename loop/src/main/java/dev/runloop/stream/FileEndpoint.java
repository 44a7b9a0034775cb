package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file at an offset. It is always ready: a transfer blocks for the time that the disk takes, and no longer. */
abstract sealed class FileEndpoint implements Endpoint permits FileSource, FileSink {
    final Path path;
    private volatile @Nullable DirectFile file;
    private volatile boolean closed;
    private volatile long offset; // written by the thread that transfers; before that by anyone

    FileEndpoint(Path path) {
        this.path = path;
    }

    abstract DirectFile openFile() throws IOException;

    @Override
    public final void open(StreamEngine engine) throws IOException {
        DirectFile opened = openFile();
        file = opened;
        if (closed) {
            opened.close();
        }
        engine.opened();
    }

    final DirectFile file() throws IOException {
        DirectFile opened = file;
        if (opened == null || closed) {
            throw new ClosedChannelException();
        }
        return opened;
    }

    final long offset() {
        return offset;
    }

    final void offset(long offset) {
        this.offset = offset;
    }

    @Override
    public final boolean isReady() {
        return true;
    }

    @Override
    public final void close() {
        closed = true;
        DirectFile opened = file;
        if (opened != null) {
            opened.close();
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
