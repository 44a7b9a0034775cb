package dev.runloop.bench.stress;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The twin of {@link RingReadAgainstWrite} that tells of bytes before it writes them. It must fail. */
@JCStressTest
@JCStressMeta(RingOutcomes.class)
@State
public class TwinPublishesTooEarly {
    private final EarlyRing ring = new EarlyRing(4);
    private final ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3});
    private final ByteBuffer destination = ByteBuffer.allocate(3);

    /** One write, one read. */
    public TwinPublishesTooEarly() {}

    /**
     * The reader.
     *
     * @param result whether it has read something, and that as it was written
     */
    @Actor
    public void reader(II_Result result) {
        int count = ring.read(destination);
        boolean intact = count == 3 && destination.get(0) == 1 && destination.get(1) == 2 && destination.get(2) == 3;
        result.r1 = count > 0 ? 1 : 0;
        result.r2 = intact ? 1 : 0;
    }

    /** The writer. */
    @Actor
    public void writer() {
        ring.write(source);
    }
}
