package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;

/**
 * A stream of bytes that come in. Driven by events:
 *
 * <pre>{@code
 * ReadStream stream = ReadStream.ofFile(path);
 * stream.setClient((in, event) -> {
 *     switch (event) {
 *         case HAS_BYTES_AVAILABLE -> in.read(buffer.clear());
 *         case END_ENCOUNTERED -> in.close();
 *         default -> {}
 *     }
 * });
 * stream.schedule(RunLoop.current(), RunLoopMode.DEFAULT);
 * stream.open();
 * }</pre>
 *
 * <p>Or blocking: open it, and {@link #read(ByteBuffer) read} until that answers zero. Or polling, by
 * {@link #hasBytesAvailable()}. For threads see {@link RunLoopStream}. Answers to {@code CFReadStream} and
 * {@code NSInputStream}.
 */
public final class ReadStream extends RunLoopStream {
    private final ByteSource source;

    ReadStream(ByteSource source) {
        super(source, StreamStatus.READING, StreamEvent.HAS_BYTES_AVAILABLE);
        this.source = source;
    }

    /**
     * {@return a stream that reads a file} Reads take place where they are called, by direct access to the file; it is
     * at its end when a read has found no more bytes.
     *
     * @param path the file
     */
    public static ReadStream ofFile(Path path) {
        return new ReadStream(new FileSource(requireNonNull(path, "path")));
    }

    /**
     * {@return a stream that reads the bytes of a buffer that remain} It is at its end with the last byte. The content
     * is not copied; the buffer's own position stays.
     *
     * @param bytes the bytes
     */
    public static ReadStream ofBytes(ByteBuffer bytes) {
        return new ReadStream(new MemorySource(requireNonNull(bytes, "bytes")));
    }

    /**
     * Sets who is told of all events, in place of who was before. It may be changed at any time; one that is being told
     * is not waited for. Answers to {@code CFReadStreamSetClient}.
     *
     * @param client who is told
     */
    public void setClient(StreamClient<? super ReadStream> client) {
        setClient(EnumSet.allOf(StreamEvent.class), client);
    }

    /**
     * Sets who is told of certain events, as {@link #setClient(StreamClient)} does. The others wait for a client that
     * wants them, but for {@link StreamEvent#OPEN_COMPLETED}.
     *
     * @param events of which events; none to tell nobody
     * @param client who is told
     */
    public void setClient(Collection<StreamEvent> events, StreamClient<? super ReadStream> client) {
        requireNonNull(client, "client");
        engine().client(StreamEvent.bits(requireNonNull(events, "events")), event -> client.handle(this, event));
    }

    /**
     * Reads what there is, up to what the buffer has room for. Blocks until there is at least one byte, or the end.
     * Answers to {@code CFReadStreamRead}, and like it answers zero at the end.
     *
     * @param destination where the bytes go
     * @return how many bytes have been read; zero at the end, or if there is no room; -1 if the stream is not open or
     *     has {@linkplain #streamError() failed}
     * @throws IllegalArgumentException if the buffer is read-only
     * @throws IllegalStateException if another thread is reading
     */
    public int read(ByteBuffer destination) {
        if (requireNonNull(destination, "destination").isReadOnly()) {
            throw new IllegalArgumentException("destination is read-only: " + destination);
        }
        if (!engine().begin()) {
            return status() == StreamStatus.AT_END ? 0 : -1;
        }
        try {
            return destination.hasRemaining() ? readSome(destination) : 0;
        } catch (IOException e) {
            engine().fail(e);
            return -1;
        } finally {
            engine().finish();
        }
    }

    private int readSome(ByteBuffer destination) throws IOException {
        int count = source.read(destination);
        while (count == 0) {
            if (!engine().await()) {
                return -1; // closed or failed meanwhile
            }
            count = source.read(destination);
        }
        if (count < 0) {
            engine().end();
            return 0;
        }
        countTransferred(count);
        return count;
    }

    /**
     * Reads into an array, as {@link #read(ByteBuffer)} does.
     *
     * @param destination where the bytes go
     * @return how many bytes have been read; zero at the end; -1 if the stream is not open or has failed
     * @throws IllegalStateException if another thread is reading
     */
    public int read(byte[] destination) {
        return read(ByteBuffer.wrap(requireNonNull(destination, "destination")));
    }

    /**
     * {@return whether the stream is open and a read would not block} That can be because of bytes, of the end, or of a
     * failure that the read will find. Answers to {@code CFReadStreamHasBytesAvailable}.
     */
    public boolean hasBytesAvailable() {
        return status() == StreamStatus.OPEN && source.poll();
    }
}
