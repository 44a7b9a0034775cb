package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random programs; a failure names the seed that repeats it. */
@DisplayName("Whatever is done to a stream by other threads")
class StreamFuzzTest extends SocketTest {
    private static final int SIZE = 200_000;
    private static final int ROUNDS = 6;

    /** The two ends of a stream of some kind. */
    private StreamPair ends(int kind) throws Exception {
        if (kind == 0) {
            return closing(StreamPair.bound(1_000));
        }
        StreamPair client = connecting();
        client.input().open(); // begins to connect
        return new StreamPair(
                client.input(), closing(StreamPair.of(server.accept())).output());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("each byte is read once and in order, and the end is told once")
    void movingBetweenLoops(ThreadKind kind) throws Exception {
        List<RunLoop> loops = List.of(startLoop(kind).loop(), startLoop(kind).loop());
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 40L + round;
            StreamPair ends = ends(round % 2);
            var received = new CRC32();
            var ended = new CountDownLatch(1);
            var endsTold = new AtomicInteger();
            var random = new SplittableRandom(seed);
            ByteBuffer bytes = ByteBuffer.allocate(1 << 10);
            ends.input().setClient((in, event) -> {
                if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                    if (random.nextInt(10) > 0) { // else another event is due when it is scheduled anew
                        in.read(bytes.clear().limit(1 + random.nextInt(bytes.capacity())));
                        received.update(bytes.flip());
                    } else {
                        in.unschedule(RunLoop.current(), RunLoopMode.DEFAULT);
                    }
                } else if (event == StreamEvent.END_ENCOUNTERED) {
                    endsTold.incrementAndGet();
                    ended.countDown();
                }
            });
            var goOn = new AtomicBoolean(true);
            Thread moving = start(kind, () -> move(ends.input(), loops, new SplittableRandom(seed + 1), goOn));
            ends.input().open();
            long sent = send(ends.output(), new SplittableRandom(seed + 2));
            await(ended);
            goOn.set(false);
            assertTrue(moving.join(PATIENCE));
            loops.forEach(loop -> ends.input().unschedule(loop, RunLoopMode.DEFAULT));
            ends.input().schedule(loops.getFirst(), RunLoopMode.DEFAULT);
            assertEquals(sent, received.getValue(), "seed " + seed);
            assertEquals(1, endsTold.get(), "seed " + seed);
            ends.close();
        }
    }

    /** Schedules and unschedules at random. */
    private static void move(ReadStream stream, List<RunLoop> loops, SplittableRandom random, AtomicBoolean goOn) {
        while (goOn.get()) {
            RunLoop loop = loops.get(random.nextInt(loops.size()));
            if (random.nextInt(3) > 0) {
                stream.schedule(loop, RunLoopMode.DEFAULT);
            } else {
                stream.unschedule(loop, RunLoopMode.DEFAULT);
            }
            Thread.onSpinWait();
        }
    }

    /** Writes pieces of random sizes, and answers their checksum. */
    private static long send(WriteStream out, SplittableRandom random) {
        var sent = new CRC32();
        byte[] content = new byte[SIZE];
        random.nextBytes(content);
        sent.update(content);
        out.open();
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            ByteBuffer piece = left.slice(left.position(), Math.min(left.remaining(), 1 + random.nextInt(3_000)));
            left.position(left.position() + out.write(piece));
        }
        out.close();
        return sent.getValue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("closing it at any moment ends all waits, gives the descriptors back, and lets the loop live")
    void closingAnywhere(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        closeAtRandom(kind, loop, 0);
        long before = descriptors();
        for (long seed = 1; seed <= 40; seed++) {
            closeAtRandom(kind, loop, seed);
        }
        until(() -> descriptors() <= before + 6);
        var alive = new CountDownLatch(1);
        loop.perform(alive::countDown);
        loop.wakeUp();
        await(alive);
    }

    private void closeAtRandom(ThreadKind kind, RunLoop loop, long seed) throws Exception {
        var random = new SplittableRandom(seed);
        StreamPair pair = random.nextBoolean() ? StreamPair.bound(10) : StreamPair.connecting("127.0.0.1", port());
        boolean scheduled = random.nextBoolean();
        if (scheduled) {
            pair.input().setClient((in, event) -> {
                if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                    in.read(new byte[5]);
                }
            });
            pair.input().schedule(loop, RunLoopMode.DEFAULT);
        }
        pair.input().open();
        pair.output().open();
        Thread writer = start(kind, () -> {
            while (pair.output().write(new byte[100]) > 0) {}
        });
        Thread reader = start(kind, () -> {
            while (!scheduled && pair.input().read(new byte[7]) > 0) {}
        });
        int spins = random.nextInt(200_000);
        while (spins-- > 0) {
            Thread.onSpinWait();
        }
        Thread closer = start(kind, pair.input()::close);
        pair.output().close();
        assertTrue(closer.join(PATIENCE) && writer.join(PATIENCE) && reader.join(PATIENCE), "seed " + seed);
        drainAccepted();
    }

    private void drainAccepted() throws IOException {
        server.configureBlocking(false);
        for (var accepted = server.accept(); accepted != null; accepted = server.accept()) {
            accepted.close();
        }
    }
}
