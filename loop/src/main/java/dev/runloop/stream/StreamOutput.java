package dev.runloop.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** A write stream as blocking output: opened by the first write, if it is not. */
final class StreamOutput extends OutputStream implements WritableByteChannel {
    private final WriteStream stream;

    StreamOutput(WriteStream stream) {
        this.stream = stream;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int before = bytes.remaining();
        do {
            stream.openThen(() -> stream.write(bytes));
        } while (bytes.hasRemaining());
        return before;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void write(int b) throws IOException {
        write(ByteBuffer.wrap(new byte[] {(byte) b}));
    }

    @Override
    public boolean isOpen() {
        return !stream.status().isFinal();
    }

    @Override
    public void close() {
        stream.close();
    }
}
