package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a publisher publishes. A few elements are asked for ahead of the reader, and one more for each that has
 * been read; so a slow reader slows the publisher down.
 *
 * <p>The publisher's thread puts an element into the queue, or notes the end, and tells the engine second. What it did
 * before that happens-before the read, by way of the queue or of {@code ended}, which is looked at before the queue is.
 *
 * @param <T> an element, of one buffer or several
 */
class PublishedSource<T> implements ByteSource {
    private static final int AHEAD = 4; // elements

    private final Flow.Publisher<? extends T> publisher;
    private final Function<? super T, Iterator<ByteBuffer>> buffers;
    private final Queue<Iterator<ByteBuffer>> elements = new ConcurrentLinkedQueue<>();
    private volatile Flow.@Nullable Subscription subscription; // set once
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure; // set before the end
    private Iterator<ByteBuffer> element = Collections.emptyIterator(); // the reader's
    private volatile @Nullable ByteBuffer buffer; // the reader's; not empty

    PublishedSource(Flow.Publisher<? extends T> publisher, Function<? super T, Iterator<ByteBuffer>> buffers) {
        this.publisher = publisher;
        this.buffers = buffers;
    }

    @Override
    public void open(StreamEngine engine) {
        publisher.subscribe(new Subscriber(engine));
    }

    @Override
    public final boolean isReady() {
        return buffer != null || !elements.isEmpty() || ended || closed;
    }

    @Override
    public final int read(ByteBuffer destination) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        boolean last = ended;
        int count = 0;
        while (destination.hasRemaining() && next()) {
            count += take(destination);
        }
        if (count > 0 || !last) {
            return count;
        }
        if (failure != null) {
            throw asIOException(failure);
        }
        return -1;
    }

    /** Whether there is a buffer to read from. */
    private boolean next() {
        while (buffer == null) {
            if (element.hasNext()) {
                ByteBuffer following = element.next();
                buffer = following.hasRemaining() ? following : null;
            } else {
                Iterator<ByteBuffer> following = elements.poll();
                if (following == null) {
                    return false;
                }
                element = following;
                request(1); // in its place
            }
        }
        return true;
    }

    private int take(ByteBuffer destination) {
        ByteBuffer from = requireNonNull(buffer);
        int count = Math.min(from.remaining(), destination.remaining());
        destination.put(destination.position(), from, from.position(), count);
        destination.position(destination.position() + count);
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            buffer = null;
        }
        return count;
    }

    private void request(int count) {
        Flow.Subscription present = subscription;
        if (present != null) {
            present.request(count);
        }
    }

    static IOException asIOException(Throwable failure) {
        return failure instanceof IOException reason ? reason : new IOException(failure);
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription present = subscription;
        if (present != null) {
            present.cancel();
        }
    }

    @Override
    public String toString() {
        return "publisher " + publisher;
    }

    /** Where the publisher's signals arrive, one at a time. */
    final class Subscriber implements Flow.Subscriber<T> {
        private final StreamEngine engine;

        Subscriber(StreamEngine engine) {
            this.engine = engine;
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            requireNonNull(offered, "subscription");
            if (subscription != null) {
                offered.cancel(); // one is enough
                return;
            }
            subscription = offered;
            if (closed) {
                offered.cancel();
                return;
            }
            engine.opened();
            offered.request(AHEAD);
        }

        @Override
        public void onNext(T item) {
            Iterator<ByteBuffer> added = buffers.apply(requireNonNull(item, "item"));
            if (!closed) {
                elements.add(added);
                engine.ready();
            }
        }

        @Override
        public void onError(Throwable reason) {
            failure = requireNonNull(reason, "reason");
            ended = true;
            if (subscription == null) {
                engine.fail(asIOException(reason)); // it has never begun
            } else {
                engine.ready();
            }
        }

        @Override
        public void onComplete() {
            ended = true;
            engine.ready();
        }
    }
}
