package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a file. */
final class FileSink extends FileEndpoint implements ByteSink {
    private volatile boolean appends;
    private volatile boolean keepsContent;

    FileSink(Path path) {
        super(path);
    }

    @Override
    DirectFile openFile() throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        if (!appends && !keepsContent) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        var opened = new DirectFile(path, options);
        if (appends) {
            try {
                offset(opened.channel().size());
            } catch (IOException e) {
                opened.close();
                throw e;
            }
        }
        return opened;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = DirectFile.outcomeOf(file().channel().write(source, offset()));
        offset(offset() + count);
        return count;
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
