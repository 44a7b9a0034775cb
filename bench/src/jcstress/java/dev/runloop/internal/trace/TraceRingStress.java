package dev.runloop.internal.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link TraceRing}: what is copied of a timeline was written as it is, and stays the same when it is closed. */
public final class TraceRingStress {
    private static final int CAPACITY = 2;

    private TraceRingStress() {}

    /** A ring of records; all words of one have the same value. */
    interface Ring {
        void add(long value);

        void forEach(Consumer<long[]> reader);

        void close();
    }

    private record RealRing(TraceRing ring) implements Ring {
        RealRing() {
            this(new TraceRing(CAPACITY));
        }

        @Override
        public void add(long value) {
            ring.add(value, value, value, value);
        }

        @Override
        public void forEach(Consumer<long[]> reader) {
            ring.forEach(reader);
        }

        @Override
        public void close() {
            ring.close();
        }
    }

    /** Counts its records, but does not say when it begins to overwrite one, and does not tell the writer when it is closed. */
    private static final class UnclaimedRing implements Ring {
        private static final int WORDS = 4;
        private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

        private final long[] words = new long[CAPACITY * WORDS];
        private volatile long count;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
        public void add(long value) {
            int at = (int) (count % CAPACITY) * WORDS;
            for (int i = 0; i < WORDS; i++) {
                WORD.setOpaque(words, at + i, value);
            }
            count++;
        }

        @Override
        public void forEach(Consumer<long[]> reader) {
            long end = count;
            for (long number = Math.max(0, end - CAPACITY); number < end; number++) {
                long[] copy = new long[WORDS];
                for (int i = 0; i < WORDS; i++) {
                    copy[i] = (long) WORD.getOpaque(words, (int) (number % CAPACITY) * WORDS + i);
                }
                if (count - CAPACITY <= number) {
                    reader.accept(copy);
                }
            }
        }

        @Override
        public void close() {}
    }

    /** A ring that is full, to which its loop goes on to write. */
    abstract static class Trial {
        final Ring ring;

        Trial(Ring ring) {
            this.ring = ring;
            ring.add(1);
            ring.add(2);
        }

        /** The loop. */
        final void overwrite() {
            ring.add(3);
            ring.add(4);
            ring.add(5);
        }
    }

    /** The ring is copied meanwhile. */
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "all records that were read are whole")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "a record has words of two")
    abstract static class CopyTrial extends Trial {
        private CopyTrial(Ring ring) {
            super(ring);
        }

        /** Notes whether a record was torn. */
        final void copy(I_Result result) {
            ring.forEach(words -> {
                if (words[0] != words[1] || words[0] != words[2] || words[0] != words[3]) {
                    result.r1 = 1;
                }
            });
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class CopyAgainstOverwrite extends CopyTrial {
        public CopyAgainstOverwrite() {
            super(new RealRing());
        }

        @Actor
        public void writer() {
            overwrite();
        }

        @Actor
        public void reader(I_Result result) {
            copy(result);
        }
    }

    /** Its writer does not claim what it overwrites. */
    @JCStressTest
    @State
    public static class TwinOverwritesUnclaimed extends CopyTrial {
        public TwinOverwritesUnclaimed() {
            super(new UnclaimedRing());
        }

        @Actor
        public void writer() {
            overwrite();
        }

        @Actor
        public void reader(I_Result result) {
            copy(result);
        }
    }

    /** The ring is closed and read meanwhile, and read again afterwards. */
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the same is read again")
    @Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "something else is read after the close")
    abstract static class CloseTrial extends Trial {
        private long atClose;

        private CloseTrial(Ring ring) {
            super(ring);
        }

        final void close() {
            ring.close();
            atClose = sum();
        }

        /** Afterwards: whether something else is read than at the close. */
        final int changed() {
            return sum() == atClose ? 0 : 1;
        }

        private long sum() {
            long[] sum = new long[1];
            ring.forEach(words -> sum[0] = 10 * sum[0] + words[0]);
            return sum[0];
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class CloseAgainstAdd extends CloseTrial {
        public CloseAgainstAdd() {
            super(new RealRing());
        }

        @Actor
        public void writer() {
            overwrite();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void later(I_Result result) {
            result.r1 = changed();
        }
    }

    /** Does not tell the writer, which may go on to overwrite. */
    @JCStressTest
    @State
    public static class TwinClosesWithoutWord extends CloseTrial {
        public TwinClosesWithoutWord() {
            super(new UnclaimedRing());
        }

        @Actor
        public void writer() {
            overwrite();
        }

        @Actor
        public void closer() {
            close();
        }

        @Arbiter
        public void later(I_Result result) {
            result.r1 = changed();
        }
    }
}
