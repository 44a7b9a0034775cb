package dev.runloop.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file whose writes go to its current end: the system determines it with each of them, so several writers, even of
 * several processes, do not overwrite each other. It uses the JDK's stream, because an interrupt does not close that as
 * it would a channel, and because asynchronous channels do not append. For one thread at a time.
 */
final class AppendedFile {
    private static final int MOST_COPIED = 1 << 20;

    private final OutputStream out;

    AppendedFile(Path path) throws IOException {
        out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes what remains of a buffer; of one without an array, a chunk at most. Returns the number of bytes. */
    int write(ByteBuffer source) throws IOException {
        int count;
        if (source.hasArray()) {
            count = source.remaining();
            out.write(source.array(), source.arrayOffset() + source.position(), count);
        } else {
            byte[] copy = new byte[Math.min(MOST_COPIED, source.remaining())];
            source.get(source.position(), copy);
            count = copy.length;
            out.write(copy);
        }
        source.position(source.position() + count);
        return count;
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            // nothing is lost by it: each write has already reported its outcome
        }
    }
}
