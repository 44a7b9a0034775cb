package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a file: at an offset that the stream keeps, or at whatever is the end of the file. */
final class FileSink extends FileEndpoint<ByteSink> implements ByteSink {
    private volatile boolean appends;
    private volatile boolean keepsContent;
    private volatile @Nullable DirectFile file;
    private volatile @Nullable AppendedFile appended;

    FileSink(Path path) {
        super(path);
    }

    @Override
    void openFile() throws IOException {
        if (appends) {
            appended = new AppendedFile(path);
            offset(Files.size(path));
        } else {
            Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            if (!keepsContent) {
                options.add(StandardOpenOption.TRUNCATE_EXISTING);
            }
            file = new DirectFile(path, options);
        }
    }

    @Override
    void closeFile() {
        DirectFile opened = file;
        if (opened != null) {
            opened.close();
        }
        AppendedFile openedToAppend = appended;
        if (openedToAppend != null) {
            openedToAppend.close();
        }
    }

    @Override
    ByteSink newPump() {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.WRITE));
        if (path.getFileSystem() != FileSystems.getDefault()) { // perhaps a file, to its provider
            options.add(StandardOpenOption.CREATE);
            if (!appends && !keepsContent) {
                options.add(StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        if (appends) {
            options.add(StandardOpenOption.APPEND);
        }
        return new BlockingChannelSink(new FileOpener(path, options, appends ? 0 : offset()));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteSink pump = pump();
        int count = pump != null ? pump.write(source) : writeFile(source);
        offset(offset() + count);
        return count;
    }

    private int writeFile(ByteBuffer source) throws IOException {
        AppendedFile openedToAppend = appended;
        DirectFile opened = file;
        if (isClosed()) {
            throw new ClosedChannelException();
        }
        if (openedToAppend != null) {
            return openedToAppend.write(source);
        }
        if (opened == null) {
            throw new ClosedChannelException(); // not reached: the stream is not open
        }
        return DirectFile.outcomeOf(opened.channel().write(source, offset()));
    }

    @Override
    public @Nullable Object property(StreamProperty<?> key) {
        return key == StreamProperty.APPEND_TO_FILE ? (Boolean) appends : super.property(key);
    }

    @Override
    public boolean setProperty(StreamProperty<?> key, Object value) {
        if (key == StreamProperty.APPEND_TO_FILE) {
            appends = (Boolean) value;
            return true;
        }
        if (key == StreamProperty.FILE_CURRENT_OFFSET) {
            keepsContent = true;
        }
        return super.setProperty(key, value);
    }
}
