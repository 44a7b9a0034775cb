package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.concurrent.Flow;

/**
 * A stream of incoming bytes. Driven by events:
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
 * <p>Or blocking: open it, and {@link #read(ByteBuffer) read} until that returns zero. Or polling, with
 * {@link #hasBytesAvailable()}. {@link RunLoopStream} says which threads may do what. Corresponds to
 * {@code CFReadStream} and {@code NSInputStream}.
 */
public final class ReadStream extends RunLoopStream {
    private final ByteSource source;

    ReadStream(ByteSource source) {
        super(source, StreamStatus.READING, StreamEvent.HAS_BYTES_AVAILABLE);
        this.source = source;
    }

    /**
     * {@return a stream that reads a file} Reads are made on the calling thread, by direct access to the file; the
     * stream is at its end when a read has found no more bytes. What is not a regular file, such as a FIFO or a device,
     * is opened and read ahead by a thread of its own, as with {@link #ofChannel}, so no loop waits for it.
     *
     * @param path the file
     */
    public static ReadStream ofFile(Path path) {
        return new ReadStream(new FileSource(requireNonNull(path, "path")));
    }

    /**
     * {@return a stream that reads the remaining bytes of a buffer} It is at its end after the last byte. The content
     * is not copied, and the buffer's own position does not change.
     *
     * @param bytes the bytes
     */
    public static ReadStream ofBytes(ByteBuffer bytes) {
        return new ReadStream(new MemorySource(requireNonNull(bytes, "bytes")));
    }

    /**
     * {@return a stream that sends a request when it is opened, and reads the body of the response} It is open once the
     * head of the response has arrived, whatever its status; see {@link StreamProperty#HTTP_STATUS} and
     * {@link StreamProperty#HTTP_HEADERS}. A slow reader slows the server down. Closing the stream before its end ends
     * the exchange. Corresponds to {@code CFReadStreamCreateForHTTPRequest}.
     *
     * @param client sends the request
     * @param request the request
     */
    public static ReadStream ofHttp(HttpClient client, HttpRequest request) {
        return new ReadStream(new HttpSource(requireNonNull(client, "client"), requireNonNull(request, "request")));
    }

    /**
     * {@return a stream that reads the buffers of a publisher, to which it subscribes when it is opened} The buffers
     * are consumed. A few are requested ahead, and one more for each that has been read.
     *
     * @param publisher the publisher
     */
    public static ReadStream ofPublisher(Flow.Publisher<ByteBuffer> publisher) {
        return new ReadStream(new PublishedSource<>(
                requireNonNull(publisher, "publisher"),
                bytes -> Collections.singleton(bytes).iterator()));
    }

    /**
     * {@return a stream that reads an input stream} Once opened, a thread of its own reads ahead, so that no loop has
     * to wait. Closing the stream closes the input stream.
     *
     * @param input the input stream
     */
    public static ReadStream ofInputStream(InputStream input) {
        return ofChannel(Channels.newChannel(requireNonNull(input, "input")));
    }

    /**
     * {@return a stream that reads a channel, whether or not it is in blocking mode} Once opened, a thread of its own
     * reads ahead. Closing the stream closes the channel.
     *
     * @param channel the channel
     */
    public static ReadStream ofChannel(ReadableByteChannel channel) {
        return new ReadStream(new BlockingChannelSource(requireNonNull(channel, "channel")));
    }

    /**
     * Sets the client that is told of all events, in place of the previous one. May be called at any time; a call in
     * progress is not waited for. Corresponds to {@code CFReadStreamSetClient}.
     *
     * @param client the client
     */
    public void setClient(StreamClient<? super ReadStream> client) {
        setClient(EnumSet.allOf(StreamEvent.class), client);
    }

    /**
     * Sets the client that is told of certain events, as {@link #setClient(StreamClient)} does. Other events wait for a
     * client that wants them, except for {@link StreamEvent#OPEN_COMPLETED}.
     *
     * @param events the events; none for no client
     * @param client the client
     */
    public void setClient(Collection<StreamEvent> events, StreamClient<? super ReadStream> client) {
        requireNonNull(client, "client");
        engine().client(
                        StreamEvent.bits(requireNonNull(events, "events")),
                        client,
                        event -> client.handle(this, event));
    }

    /**
     * Reads what is there, up to the room in the buffer. Blocks until there is at least one byte, or the end.
     * Corresponds to {@code CFReadStreamRead}, and returns zero at the end as that does.
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
     * {@return whether the stream is open and a read would not block} The reason may be bytes, the end, or a failure
     * that the read will find. Corresponds to {@code CFReadStreamHasBytesAvailable}.
     */
    public boolean hasBytesAvailable() {
        return engine().poll();
    }

    /**
     * {@return this stream as an input stream} Its reads block, open the stream if necessary, return -1 at the end, and
     * throw the failure. Closing it closes this stream. The same rules for threads apply as to this stream.
     */
    public InputStream asInputStream() {
        return new StreamInput(this);
    }

    /** {@return this stream as a channel} See {@link #asInputStream()}. */
    public ReadableByteChannel asChannel() {
        return new StreamInput(this);
    }

    /**
     * {@return this stream as a publisher} It publishes to one subscriber, on the thread of a loop: one buffer for each
     * requested and each event, with what was there, then the end or the failure. It becomes the client of this stream,
     * which it schedules, opens if necessary, and closes after the end or when cancelled. If the loop ends before that,
     * this is a failure.
     *
     * @param loop the loop
     * @param mode the mode in which it publishes, or {@link RunLoopMode#COMMON}
     * @param size how many bytes a buffer has room for
     * @throws IllegalArgumentException if the size is not positive
     */
    public Flow.Publisher<ByteBuffer> asPublisher(RunLoop loop, RunLoopMode mode, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("size is not positive: " + size);
        }
        return new StreamPublisher(this, requireNonNull(loop, "loop"), requireNonNull(mode, "mode"), size);
    }
}
