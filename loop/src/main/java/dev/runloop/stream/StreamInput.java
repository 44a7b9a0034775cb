package dev.runloop.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/** A read stream as blocking input: opened by the first read, if it is not. */
final class StreamInput extends InputStream implements ReadableByteChannel {
    private final ReadStream stream;

    StreamInput(ReadStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        boolean any = destination.hasRemaining();
        int count = stream.openThen(() -> stream.read(destination));
        return count == 0 && any ? -1 : count;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, destination.length);
        return read(ByteBuffer.wrap(destination, offset, length));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int available() {
        return stream.hasBytesAvailable() ? 1 : 0;
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
