package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes what a read stream reads. All signals except the subscription itself come on the loop's thread: from the
 * events of the stream, and from a source that is signalled when more is requested.
 *
 * <p>The demand is increased before the source is signalled, and read in its perform, so none is missed. The thread
 * that changes {@code over} from false to true has the last word. Thread-safe.
 */
final class StreamPublisher implements Flow.Publisher<ByteBuffer> {
    private final ReadStream stream;
    private final RunLoop loop;
    private final RunLoopMode mode;
    private final int size;
    private final AtomicBoolean taken = new AtomicBoolean();

    StreamPublisher(ReadStream stream, RunLoop loop, RunLoopMode mode, int size) {
        this.stream = stream;
        this.loop = loop;
        this.mode = mode;
        this.size = size;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        requireNonNull(subscriber, "subscriber");
        if (!taken.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Refusal());
            subscriber.onError(new IllegalStateException("this stream has a subscriber already: " + stream));
            return;
        }
        new Delivery(subscriber).begin();
    }

    /** A subscription from which nothing can be requested. */
    private static final class Refusal implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    private final class Delivery
            implements Flow.Subscription, Source0.Callbacks, StreamClient<ReadStream>, UserCodeWrapper {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final Source0 asked = Source0.create(this);
        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean hasAskedForNothing;
        private boolean available; // the loop's thread

        Delivery(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            try {
                subscriber.onSubscribe(this);
            } catch (Throwable e) {
                cancel(); // it will hear of nothing
                throw e;
            }
            try {
                loop.add(asked, mode);
                stream.setClient(this);
                stream.schedule(loop, mode);
                stream.open();
            } catch (RunLoopEndedException e) {
                fail(e);
            }
            if (over.get()) {
                end(); // cancelled meanwhile
            }
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                hasAskedForNothing = true;
            } else {
                demand.accumulateAndGet(count, (before, added) -> before + added < 0 ? Long.MAX_VALUE : before + added);
            }
            asked.signalAndWakeUp();
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                end();
            }
        }

        /** More has been requested. */
        @Override
        public void perform() {
            if (hasAskedForNothing) {
                fail(new IllegalArgumentException("count is not positive"));
            }
            publish();
        }

        /** The source leaves the loop: at our end, or at that of the loop. */
        @Override
        public void cancel(RunLoop left, RunLoopMode leftMode) {
            if (asked.isValid()) {
                fail(new RunLoopEndedException(left.thread()));
            }
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(subscriber);
        }

        @Override
        public void handle(ReadStream in, StreamEvent event) {
            switch (event) {
                case HAS_BYTES_AVAILABLE -> {
                    available = true;
                    publish();
                }
                case END_ENCOUNTERED -> complete();
                case ERROR_OCCURRED -> fail(stream.streamError().orElseGet(() -> new IOException("closed: " + stream)));
                default -> {}
            }
        }

        private void publish() {
            if (!available || demand.get() == 0 || over.get()) {
                return;
            }
            available = false;
            ByteBuffer bytes = ByteBuffer.allocate(size);
            if (stream.read(bytes) > 0) {
                demand.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
                next(bytes.flip());
            }
        }

        private void next(ByteBuffer bytes) {
            boolean taken = false;
            try {
                subscriber.onNext(bytes);
                taken = true;
            } finally {
                if (!taken) {
                    cancel(); // it has thrown, which the loop reports
                }
            }
        }

        private void complete() {
            if (over.compareAndSet(false, true)) {
                end();
                subscriber.onComplete();
            }
        }

        private void fail(Exception reason) {
            if (over.compareAndSet(false, true)) {
                end();
                subscriber.onError(reason);
            }
        }

        private void end() {
            stream.close();
            asked.invalidate();
        }
    }
}
