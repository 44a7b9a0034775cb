package dev.runloop.bench.soak;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.SplittableRandom;

/** Numbers written to a pipe in pieces of any size, and read by a channel source: all of them, in order. */
final class ChannelLane implements Lane {
    private static final int MOST_NUMBERS = 400;
    private static final int MOST_BYTES = 500;

    private final Site site;
    private final RunLoopThread loopThread;
    private final Residence residence;
    private final Line line;
    private final Pipe pipe;
    private final ChannelSource source;
    private final ByteBuffer incoming = ByteBuffer.allocate(1 << 10); // of the loop's thread
    private long written;
    private volatile long read; // written by the loop's thread

    ChannelLane(Site site) throws IOException {
        this.site = site;
        this.loopThread = site.loopThread("loop").start();
        this.residence = new Residence(site, "loop");
        this.line = Line.gapless(site, "pipe");
        this.pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        this.source = ChannelSource.create(pipe.source(), SelectionKey.OP_READ, _ -> read());
        loopThread.loop().add(source, RunLoopMode.DEFAULT);
    }

    /** Once; what is left makes the source ready again. */
    private void read() {
        var before = residence.enter();
        try {
            site.ledger().count("read from a pipe");
            int bytes = pipe.source().read(incoming);
            site.require(bytes != 0, "the source was performed, and there was nothing to read");
            incoming.flip();
            while (incoming.remaining() >= Long.BYTES) {
                long number = incoming.getLong();
                site.ledger().ended(Outcome.RAN);
                line.arrive(number);
                read = number;
            }
            incoming.compact();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            residence.leave(before);
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        ByteBuffer outgoing = ByteBuffer.allocate(MOST_NUMBERS * Long.BYTES);
        for (int i = 1 + random.nextInt(MOST_NUMBERS - 1); i > 0; i--) {
            site.ledger().offered("number through a pipe");
            written = line.next();
            outgoing.putLong(written);
        }
        outgoing.flip();
        int end = outgoing.limit();
        while (outgoing.position() < end) {
            outgoing.limit(Math.min(end, outgoing.position() + 1 + random.nextInt(MOST_BYTES)));
            while (outgoing.hasRemaining()) {
                pipe.sink().write(outgoing);
            }
            Stalls.betweenErrands(random);
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
        residence.audit();
    }

    @Override
    public void stop() throws IOException {
        loopThread.close();
        site.ledger().died();
        source.invalidate();
        pipe.sink().close();
        pipe.source().close();
    }
}
