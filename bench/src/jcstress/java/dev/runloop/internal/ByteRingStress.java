package dev.runloop.internal;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ByteRing}: what is read is what was written. */
public final class ByteRingStress {
    private static final int CAPACITY = 4;

    private ByteRingStress() {}

    /** A ring is read (first: whether anything was there; second: whether it was what was written) while it is written to. */
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing was there yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "what was written was there")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "something else was there")
    abstract static class Trial {
        final ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3});
        final ByteBuffer destination = ByteBuffer.allocate(3);

        final void look(int count, II_Result result) {
            boolean intact =
                    count == 3 && destination.get(0) == 1 && destination.get(1) == 2 && destination.get(2) == 3;
            result.r1 = count > 0 ? 1 : 0;
            result.r2 = intact ? 1 : 0;
        }
    }

    /** The ring of a bound pair. */
    @JCStressTest
    @State
    public static class RingReadAgainstWrite extends Trial {
        private final ByteRing ring = new ByteRing(CAPACITY);

        @Actor
        public void reader(II_Result result) {
            look(ring.read(destination), result);
        }

        @Actor
        public void writer() {
            ring.write(source);
        }
    }

    /** Moves the position of the writer before it writes. Holds what one write brings. */
    @JCStressTest
    @State
    public static class TwinPublishesTooEarly extends Trial {
        private final byte[] bytes = new byte[CAPACITY];
        private volatile int written;

        @Actor
        public void reader(II_Result result) {
            int count = written;
            destination.put(bytes, 0, count);
            look(count, result);
        }

        @Actor
        public void writer() {
            int count = source.remaining();
            written = count;
            source.get(bytes, 0, count);
        }
    }
}
