package dev.runloop.bench.filecopy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

final class ChannelCopy {
    private ChannelCopy() {}

    static void copy(Path from, Path to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(FileCopy.BUFFER);
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            while (in.read(bytes.clear()) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
    }
}
