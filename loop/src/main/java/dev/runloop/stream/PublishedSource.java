package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Intake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a publisher publishes. A few elements are requested ahead of the reader, and one more for each that has
 * been read; so a slow reader slows the publisher down. An element without bytes is dropped when it arrives, and its
 * replacement is requested when it is the reader's turn; so a publisher of nothing but empty elements takes no more of
 * the loop's time than any other.
 *
 * <p>The publisher's thread adds an element to the queue, or records the end, and then tells the engine. What it did
 * before that happens-before the read, by way of the queue or of {@code ended}, which is checked before the queue.
 *
 * @param <T> an element, of one buffer or several
 */
class PublishedSource<T> implements ByteSource {
    private static final int AHEAD = 4; // elements

    private final Flow.Publisher<? extends T> publisher;
    private final Function<? super T, Iterator<ByteBuffer>> buffers;
    private final Queue<Iterator<ByteBuffer>> elements = new ConcurrentLinkedQueue<>(); // of buffers with bytes
    private final AtomicInteger owed = new AtomicInteger(); // elements without bytes, to be asked for again
    private volatile Flow.@Nullable Subscription subscription; // set once
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure; // set before the end
    private final Intake intake = new Intake(); // the reader's
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
        return hasOutcome() || owed.get() != 0;
    }

    private boolean hasOutcome() {
        return buffer != null || !elements.isEmpty() || ended || closed;
    }

    @Override
    public final boolean confirms() {
        requestOwed();
        return hasOutcome();
    }

    private void requestOwed() {
        int count = owed.get() == 0 ? 0 : owed.getAndSet(0);
        if (count != 0) {
            request(count);
        }
    }

    @Override
    public final int read(ByteBuffer destination) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        requestOwed();
        boolean last = ended;
        int count = 0;
        intake.begin();
        while (destination.hasRemaining() && intake.admits() && next()) {
            count += take(destination);
        }
        if (count > 0 || !last) {
            return count;
        }
        if (failure != null) {
            throw StreamEngine.asIOException(failure);
        }
        return -1;
    }

    /** Whether there is a buffer to read from. */
    private boolean next() {
        while (buffer == null) {
            if (element.hasNext()) {
                buffer = element.next();
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
            try {
                present.request(count);
            } catch (Throwable e) { // then nothing more will come
                failure = e;
                ended = true;
            }
        }
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
            try {
                engine.opened();
                offered.request(AHEAD);
            } catch (Throwable e) { // which the publisher may not pass on
                engine.fail(e);
            }
        }

        @Override
        public void onNext(T item) {
            requireNonNull(item, "item");
            try {
                take(item);
            } catch (Throwable e) { // with no memory left, say
                engine.fail(e);
            }
        }

        private void take(T item) {
            List<ByteBuffer> added = new ArrayList<>(1);
            buffers.apply(item).forEachRemaining(bytes -> {
                if (bytes.hasRemaining()) {
                    added.add(bytes);
                }
            });
            if (!closed) {
                if (added.isEmpty()) {
                    owed.incrementAndGet();
                } else {
                    elements.add(added.iterator());
                }
                engine.ready();
            }
        }

        @Override
        public void onError(Throwable reason) {
            failure = requireNonNull(reason, "reason");
            ended = true;
            if (subscription == null) {
                engine.fail(reason); // it has never begun
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
