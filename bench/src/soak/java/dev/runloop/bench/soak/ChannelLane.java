package dev.runloop.bench.soak;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoopMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.SplittableRandom;

/** Numbers written to a pipe in pieces of random size and read by a channel source: all of them arrive, in order. */
final class ChannelLane extends LoopLane {
    private static final int MAX_NUMBERS = 400;
    private static final int MAX_BYTES = 500;

    private final OrderCheck order;
    private final Pipe pipe;
    private final ChannelSource source;
    private final ByteBuffer incoming = ByteBuffer.allocate(1 << 10); // of the loop's thread
    private long written;
    private volatile long read; // written by the loop's thread

    ChannelLane(LaneContext context) throws IOException {
        super(context);
        this.order = OrderCheck.gapless(context, "pipe");
        this.pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        this.source = ChannelSource.create(pipe.source(), SelectionKey.OP_READ, _ -> read());
        loop.add(source, RunLoopMode.DEFAULT);
    }

    /** Reads once; what is left makes the source ready again. */
    private void read() {
        var before = overlap.enter();
        try {
            context.ledger().count("read from a pipe");
            int bytes = pipe.source().read(incoming);
            context.require(bytes != 0, "the source was performed, and there was nothing to read");
            incoming.flip();
            while (incoming.remaining() >= Long.BYTES) {
                long number = incoming.getLong();
                context.ledger().ended(Outcome.RAN);
                order.arrive(number);
                read = number;
            }
            incoming.compact();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            overlap.leave(before);
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        ByteBuffer outgoing = ByteBuffer.allocate(MAX_NUMBERS * Long.BYTES);
        for (int i = 1 + random.nextInt(MAX_NUMBERS - 1); i > 0; i--) {
            context.ledger().offered("number through a pipe");
            written = order.next();
            outgoing.putLong(written);
        }
        outgoing.flip();
        int end = outgoing.limit();
        while (outgoing.position() < end) {
            outgoing.limit(Math.min(end, outgoing.position() + 1 + random.nextInt(MAX_BYTES)));
            while (outgoing.hasRemaining()) {
                pipe.sink().write(outgoing);
            }
            Stalls.betweenTasks(random);
        }
        awaitRead();
    }

    private void awaitRead() throws InterruptedException {
        while (read != written) {
            Thread.sleep(1);
        }
    }

    @Override
    public void settle() throws Exception {
        awaitRead();
        overlap.audit();
    }

    @Override
    public void stop() throws Exception {
        super.stop();
        source.invalidate();
        pipe.sink().close();
        pipe.source().close();
    }
}
