package dev.runloop.stream;

import dev.runloop.bench.stress.Pace;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A publisher of elements without bytes, for each of which the reader asks for another one. */
public abstract class OwedTrial {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Source source;

    /** What is tried. */
    protected enum Sources {
        /** That of a stream. */
        REAL {
            @Override
            Source make() {
                return new Published();
            }
        },
        /** One that looks how many are owed first, and forgets them second. */
        FORGETTING {
            @Override
            Source make() {
                var owed = new AtomicInteger();
                return new Source() {
                    private int asked;

                    @Override
                    public void publish() {
                        owed.incrementAndGet();
                    }

                    @Override
                    public void read() {
                        asked += owed.get();
                        Pace.leaveRoom();
                        owed.set(0);
                    }

                    @Override
                    public int asked() {
                        return asked;
                    }
                };
            }
        };

        abstract Source make();
    }

    /** What is read, and its publisher. */
    interface Source {
        /** The publisher: an element without bytes. */
        void publish();

        /** The reader: looks whether there is something. */
        void read();

        /** How many elements have been asked for, besides those at the beginning. */
        int asked();
    }

    private static final class Published implements Source, Flow.Publisher<ByteBuffer>, Flow.Subscription {
        private final PublishedSource<ByteBuffer> source =
                new PublishedSource<>(this, buffer -> List.of(buffer).iterator());
        private final int first;
        private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
        private int asked; // by the reader

        Published() {
            var _ = new StreamEngine(source, StreamStatus.READING, StreamEvent.HAS_BYTES_AVAILABLE).open();
            first = asked;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> offered) {
            subscriber = offered;
            offered.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            asked += (int) count;
        }

        @Override
        public void cancel() {}

        @Override
        public void publish() {
            if (subscriber != null) {
                subscriber.onNext(EMPTY);
            }
        }

        @Override
        public void read() {
            var _ = source.confirms();
        }

        @Override
        public int asked() {
            return asked - first;
        }
    }

    /**
     * One that has asked for what it asks for at the beginning.
     *
     * @param sources of what kind
     */
    protected OwedTrial(Sources sources) {
        source = sources.make();
    }

    /** The publisher. */
    protected final void publish() {
        source.publish();
        source.publish();
    }

    /** The reader. */
    protected final void read() {
        source.read();
    }

    /** Afterwards: the reader looks once more; answers how many elements have been asked for. */
    protected final int look() {
        source.read();
        return source.asked();
    }
}
