package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.concurrent.Flow;

/**
 * A stream of outgoing bytes: driven by events, with writes following {@link StreamEvent#CAN_ACCEPT_BYTES}; or
 * blocking; or polling, with {@link #canAcceptBytes()}. {@link RunLoopStream} says which threads may do what.
 * Corresponds to {@code CFWriteStream} and {@code NSOutputStream}.
 */
public final class WriteStream extends RunLoopStream {
    private final ByteSink sink;

    WriteStream(ByteSink sink) {
        super(sink, StreamStatus.WRITING, StreamEvent.CAN_ACCEPT_BYTES);
        this.sink = sink;
    }

    /**
     * {@return a stream that writes a file, which it creates if necessary} It replaces the content, unless {@link
     * StreamProperty#APPEND_TO_FILE} or {@link StreamProperty#FILE_CURRENT_OFFSET} is set. Writes are made on the
     * calling thread. What is not a regular file, such as a FIFO, a device or a pipe, is opened and written by a thread
     * of its own, as with {@link #toChannel}, so no loop waits for it.
     *
     * @param path the file
     */
    public static WriteStream toFile(Path path) {
        return new WriteStream(new FileSink(requireNonNull(path, "path")));
    }

    /** {@return a stream that writes to memory that grows; {@link StreamProperty#DATA_WRITTEN} has the bytes} */
    public static WriteStream toMemory() {
        return new WriteStream(new MemorySink());
    }

    /**
     * {@return a stream that writes into the remaining room of a buffer} It is at its end when that is full. A write
     * that does not fit fails as a whole, and the stream with it. The buffer's own position does not change.
     *
     * @param bytes where the bytes go
     * @throws IllegalArgumentException if the buffer is read-only
     */
    public static WriteStream toBytes(ByteBuffer bytes) {
        if (requireNonNull(bytes, "bytes").isReadOnly()) {
            throw new IllegalArgumentException("bytes is read-only: " + bytes);
        }
        return new WriteStream(new BufferSink(bytes));
    }

    /**
     * {@return a stream that writes to an output stream} Once opened, a thread of its own writes, a little behind, so
     * that no loop has to wait. When the stream is closed, that thread writes the rest, for which the JVM is kept
     * alive, and closes the output stream; if that fails, the handler of uncaught exceptions is told.
     *
     * @param output the output stream
     */
    public static WriteStream toOutputStream(OutputStream output) {
        return toChannel(Channels.newChannel(requireNonNull(output, "output")));
    }

    /**
     * {@return a stream that writes to a channel, whether or not it is in blocking mode} See {@link #toOutputStream}.
     *
     * @param channel the channel
     */
    public static WriteStream toChannel(WritableByteChannel channel) {
        return new WriteStream(new BlockingChannelSink(requireNonNull(channel, "channel")));
    }

    /**
     * Sets the client that is told of all events, in place of the previous one. May be called at any time; a call in
     * progress is not waited for. Corresponds to {@code CFWriteStreamSetClient}.
     *
     * @param client the client
     */
    public void setClient(StreamClient<? super WriteStream> client) {
        setClient(EnumSet.allOf(StreamEvent.class), client);
    }

    /**
     * Sets the client that is told of certain events, as {@link #setClient(StreamClient)} does. Other events wait for a
     * client that wants them, except for {@link StreamEvent#OPEN_COMPLETED}.
     *
     * @param events the events; none for no client
     * @param client the client
     */
    public void setClient(Collection<StreamEvent> events, StreamClient<? super WriteStream> client) {
        requireNonNull(client, "client");
        engine().client(
                        StreamEvent.bits(requireNonNull(events, "events")),
                        client,
                        event -> client.handle(this, event));
    }

    /**
     * Writes as much as there is room for. Blocks until there is room for at least one byte. Corresponds to
     * {@code CFWriteStreamWrite}.
     *
     * @param bytes the bytes; the position moves past those that were written
     * @return how many bytes have been written; zero if there were none; -1 if the stream is not open or has
     *     {@linkplain #streamError() failed}
     * @throws IllegalStateException if another thread is writing
     */
    public int write(ByteBuffer bytes) {
        requireNonNull(bytes, "bytes");
        if (!engine().begin()) {
            return status() == StreamStatus.AT_END ? refuse(bytes.remaining()) : -1;
        }
        try {
            return bytes.hasRemaining() ? writeSome(bytes) : 0;
        } catch (IOException e) {
            engine().fail(e);
            return -1;
        } finally {
            engine().finish();
        }
    }

    private int refuse(int count) {
        if (count == 0) {
            return 0;
        }
        engine().fail(new IOException("no room for " + count + " more bytes at the end of " + sink));
        return -1;
    }

    private int writeSome(ByteBuffer bytes) throws IOException {
        int count = sink.write(bytes);
        while (count == 0) {
            if (!engine().await()) {
                return -1; // closed or failed meanwhile
            }
            count = sink.write(bytes);
        }
        countTransferred(count);
        return count;
    }

    /**
     * Writes from an array, as {@link #write(ByteBuffer)} does.
     *
     * @param bytes the bytes
     * @return how many of them, from the first, have been written; -1 if the stream is not open or has failed
     * @throws IllegalStateException if another thread is writing
     */
    public int write(byte[] bytes) {
        return write(ByteBuffer.wrap(requireNonNull(bytes, "bytes")));
    }

    /**
     * {@return whether the stream is open and a write would not block} Corresponds to
     * {@code CFWriteStreamCanAcceptBytes}.
     */
    public boolean canAcceptBytes() {
        return engine().poll();
    }

    /**
     * {@return this stream as an output stream} Its writes block until everything is written, open the stream if
     * necessary, and throw the failure. Closing it closes this stream. The same rules for threads apply as to this
     * stream.
     */
    public OutputStream asOutputStream() {
        return new StreamOutput(this);
    }

    /** {@return this stream as a channel} See {@link #asOutputStream()}. */
    public WritableByteChannel asChannel() {
        return new StreamOutput(this);
    }

    /**
     * {@return this stream as a subscriber} It writes what is published, on the thread of a loop, one buffer at a time.
     * It becomes the client of this stream, which it schedules, opens if necessary, and closes at the end; a failure of
     * the publisher is a failure of this stream. It cancels the subscription when the stream fails or is closed, or the
     * loop ends.
     *
     * @param loop the loop
     * @param mode the mode in which it writes, or {@link RunLoopMode#COMMON}
     */
    public Flow.Subscriber<ByteBuffer> asSubscriber(RunLoop loop, RunLoopMode mode) {
        return new StreamSubscriber(this, requireNonNull(loop, "loop"), requireNonNull(mode, "mode"));
    }
}
