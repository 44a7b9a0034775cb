package dev.runloop.stream;

import dev.runloop.bench.stress.Pace;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link PublishedSource}: it asks for one element in the place of each that had no bytes. */
public final class PublishedSourceStress {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private PublishedSourceStress() {}

    /** Two elements without bytes are published, while the reader asks for others in their place: for how many. */
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "as many")
    @Outcome(
            id = "0|1",
            expect = Expect.FORBIDDEN,
            desc = "too few: in the end nothing is asked for, and nothing comes")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "too many")
    abstract static class Trial {
        int asked; // by the reader

        /** The publisher: an element without bytes. */
        abstract void publish();

        /** The reader: looks whether there is something. */
        abstract void look();
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    @SuppressWarnings("this-escape") // it is not called back before the actors act
    public static class OweAgainstAsk extends Trial implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
        private final PublishedSource<ByteBuffer> source =
                new PublishedSource<>(this, buffer -> List.of(buffer).iterator());
        private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

        public OweAgainstAsk() {
            var _ = new StreamEngine(source, StreamStatus.READING, StreamEvent.HAS_BYTES_AVAILABLE).open();
            asked = 0; // besides those at the beginning
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
        void publish() {
            if (subscriber != null) {
                subscriber.onNext(EMPTY);
            }
        }

        @Override
        void look() {
            var _ = source.confirms();
        }

        @Actor
        public void publisher() {
            publish();
            publish();
        }

        @Actor
        public void reader() {
            look();
        }

        @Arbiter
        public void afterwards(I_Result result) {
            look();
            result.r1 = asked;
        }
    }

    /** Looks first how many are owed, and forgets them second. */
    @JCStressTest
    @State
    public static class TwinForgetsWhatItOwes extends Trial {
        private final AtomicInteger owed = new AtomicInteger();

        @Override
        void publish() {
            owed.incrementAndGet();
        }

        @Override
        void look() {
            asked += owed.get();
            Pace.leaveRoom();
            owed.set(0);
        }

        @Actor
        public void publisher() {
            publish();
            publish();
        }

        @Actor
        public void reader() {
            look();
        }

        @Arbiter
        public void afterwards(I_Result result) {
            look();
            result.r1 = asked;
        }
    }
}
