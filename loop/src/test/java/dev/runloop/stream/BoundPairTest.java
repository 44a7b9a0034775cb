package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A bound pair of streams")
class BoundPairTest extends StreamTest {
    private static final int SIZE = 1 << 20;

    private StreamPair opened(int capacity) {
        StreamPair pair = closing(StreamPair.bound(capacity));
        pair.input().open();
        pair.output().open();
        return pair;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wakes the loop of the reader when there are bytes, and that of the writer when there is room")
    void twoLoops(ThreadKind kind) throws Exception {
        RunLoop reading = startLoop(kind).loop();
        RunLoop writing = startLoop(kind).loop();
        StreamPair pair = closing(StreamPair.bound(1_000));
        long seed = 1_968;
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        ByteBuffer left = ByteBuffer.wrap(content);
        var received = new CRC32();
        var ended = new CountDownLatch(1);
        pair.output().setClient((out, event) -> {
            if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                if (left.hasRemaining()) {
                    assertTrue(out.write(left.slice(left.position(), Math.min(333, left.remaining()))) > 0);
                    long written =
                            out.property(StreamProperty.BYTES_TRANSFERRED).orElseThrow();
                    left.position((int) written);
                } else {
                    out.close();
                }
            }
        });
        ByteBuffer bytes = ByteBuffer.allocate(777);
        pair.input().setClient((in, event) -> {
            if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                in.read(bytes.clear());
                received.update(bytes.flip());
            } else if (event == StreamEvent.END_ENCOUNTERED) {
                ended.countDown();
            }
        });
        pair.input().schedule(reading, RunLoopMode.DEFAULT);
        pair.output().schedule(writing, RunLoopMode.DEFAULT);
        pair.input().open();
        pair.output().open();
        await(ended);
        var expected = new CRC32();
        expected.update(content);
        assertEquals(expected.getValue(), received.getValue(), "seed " + seed);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("blocks the reader until there is a byte, and the writer until there is room")
    void blocking(ThreadKind kind) throws Exception {
        StreamPair pair = opened(100);
        var sum = new AtomicLong();
        Thread reader = start(kind, () -> {
            byte[] some = new byte[77];
            for (int count = pair.input().read(some);
                    count > 0;
                    count = pair.input().read(some)) {
                sum.addAndGet(count);
            }
        });
        Thread writer = start(kind, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(SIZE);
            while (bytes.hasRemaining()) {
                assertTrue(pair.output().write(bytes) > 0);
            }
            pair.output().close();
        });
        assertTrue(writer.join(PATIENCE) && reader.join(PATIENCE));
        assertEquals(SIZE, sum.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("blocks a loop's thread in a read too, and parks it meanwhile")
    void blocksTheLoop(ThreadKind kind) throws Exception {
        StreamPair pair = opened(10);
        RunLoop loop = startLoop(kind).loop();
        var done = new CountDownLatch(1);
        loop.perform(() -> {
            trace.add(text(pair.input(), 5));
            done.countDown();
        });
        loop.wakeUp();
        until(() ->
                pair.input().status() == StreamStatus.READING && loop.thread().getState() == Thread.State.WAITING);
        assertEquals(1, pair.output().write(bytes("x")));
        await(done);
        assertEquals(List.of("x"), trace);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends a read that waits when either end is closed")
    void closingEndsWaits(ThreadKind kind) throws Exception {
        for (boolean own : new boolean[] {true, false}) {
            StreamPair pair = opened(10);
            Thread reader = start(kind, () -> trace.add(text(pair.input(), 5)));
            until(() -> pair.input().status() == StreamStatus.READING);
            (own ? pair.input() : pair.output()).close();
            assertTrue(reader.join(PATIENCE));
        }
        assertEquals(List.of("none", "end"), trace);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets a wait go on when its thread is interrupted, and shows the interrupt after it")
    void interruptedWait(ThreadKind kind) throws Exception {
        StreamPair pair = opened(10);
        Thread reader = start(kind, () -> {
            trace.add(text(pair.input(), 5));
            trace.add(Boolean.toString(Thread.interrupted()));
        });
        until(() -> reader.getState() == Thread.State.WAITING);
        reader.interrupt();
        until(() -> reader.getState() == Thread.State.WAITING);
        pair.output().write(bytes("x"));
        assertTrue(reader.join(PATIENCE));
        assertEquals(List.of("x", "true"), trace);
    }

    @Test
    @DisplayName("can be polled")
    void polling() {
        StreamPair pair = opened(2);
        assertFalse(pair.input().hasBytesAvailable());
        assertTrue(pair.output().canAcceptBytes());
        assertEquals(2, pair.output().write(bytes("abc")));
        assertTrue(pair.input().hasBytesAvailable());
        assertFalse(pair.output().canAcceptBytes());
        assertEquals("ab", text(pair.input(), 5));
        assertFalse(pair.input().hasBytesAvailable());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the reader what was written before the end, and then the end")
    void restThenEnd(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = closing(StreamPair.bound(10));
            noteAndRead(pair.input(), 2);
            pair.input().schedule(loop, MODE);
            pair.input().open();
            pair.output().open();
            pair.output().write(bytes("abc"));
            pair.output().close();
            passes(loop, 5);
            assertEquals(
                    List.of(
                            "OPEN_COMPLETED",
                            "HAS_BYTES_AVAILABLE",
                            "ab",
                            "HAS_BYTES_AVAILABLE",
                            "c",
                            "HAS_BYTES_AVAILABLE",
                            "end",
                            "END_ENCOUNTERED"),
                    trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails the writer when the reader has closed, and tells it that a write would not block")
    void readerCloses(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair pair = opened(1);
            pair.output().write(bytes("a"));
            pair.output().setClient((out, event) -> {
                trace.add(event.name());
                if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                    trace.add(Integer.toString(out.write(bytes("b"))));
                }
            });
            pair.output().schedule(loop, MODE);
            pass(loop);
            assertEquals(List.of(), trace);
            pair.input().close();
            passes(loop, 3);
            assertEquals(List.of("CAN_ACCEPT_BYTES", "-1", "ERROR_OCCURRED"), trace);
            assertTrue(pair.output().streamError().orElseThrow().getMessage().contains("closed"));
        });
    }

    @Test
    @DisplayName("must have a capacity")
    void capacity() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> StreamPair.bound(0));
        assertEquals("capacity is not positive: 0", refusal.getMessage());
    }
}
