package dev.runloop.stream;

import dev.runloop.internal.Writes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes as they are. */
record PlainTransport(SocketChannel channel) implements Transport {
    @Override
    public int read(ByteBuffer destination) throws IOException {
        return channel.read(destination);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return Writes.whatFits(channel, source);
    }

    @Override
    public boolean isReadable() {
        return false;
    }

    @Override
    public boolean confirmReadable() {
        return true;
    }

    @Override
    public boolean confirmWritable() {
        return true;
    }

    @Override
    public boolean endOutput() throws IOException {
        channel.shutdownOutput();
        return true;
    }
}
