package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;

/** Reads a file. */
final class FileSource extends FileEndpoint implements ByteSource {
    FileSource(Path path) {
        super(path);
    }

    @Override
    DirectFile openFile() throws IOException {
        return new DirectFile(path, EnumSet.of(StandardOpenOption.READ));
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        int count = DirectFile.outcomeOf(file().channel().read(destination, offset()));
        offset(offset() + Math.max(0, count));
        return count;
    }
}
