package dev.runloop.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Reads a file. */
final class FileSource extends FileEndpoint<ByteSource> implements ByteSource {
    private volatile @Nullable DirectFile file;

    FileSource(Path path) {
        super(path);
    }

    @Override
    void openFile() throws IOException {
        file = new DirectFile(path, EnumSet.of(StandardOpenOption.READ));
    }

    @Override
    void closeFile() {
        DirectFile opened = file;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    ByteSource newPump() {
        return new BlockingChannelSource(new FileOpener(path, EnumSet.of(StandardOpenOption.READ), offset()));
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        ByteSource pump = pump();
        int count = pump != null ? pump.read(destination) : readFile(destination);
        offset(offset() + Math.max(0, count));
        return count;
    }

    private int readFile(ByteBuffer destination) throws IOException {
        DirectFile opened = file;
        if (opened == null || isClosed()) {
            throw new ClosedChannelException();
        }
        return DirectFile.outcomeOf(opened.channel().read(destination, offset()));
    }
}
