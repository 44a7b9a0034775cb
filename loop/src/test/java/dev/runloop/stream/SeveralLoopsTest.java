package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream on several loops")
class SeveralLoopsTest extends StreamTest {
    private static final int SIZE = 20_000;

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells each event once, to the client of one loop at a time")
    void eachEventOnce(ThreadKind kind) throws Exception {
        List<RunLoop> loops = List.of(startLoop(kind).loop(), startLoop(kind).loop());
        var inside = new AtomicBoolean();
        var reads = new AtomicInteger();
        var others = new AtomicInteger();
        var ends = new CountDownLatch(1);
        int[] plain = new int[1]; // handed from one call to the next
        try (ReadStream stream = ReadStream.ofBytes(ByteBuffer.allocate(SIZE))) {
            stream.setClient((in, event) -> {
                assertTrue(inside.compareAndSet(false, true));
                plain[0]++;
                switch (event) {
                    case HAS_BYTES_AVAILABLE -> {
                        assertEquals(1, in.read(new byte[1]));
                        reads.incrementAndGet();
                    }
                    case END_ENCOUNTERED -> ends.countDown();
                    default -> others.incrementAndGet();
                }
                inside.set(false);
            });
            loops.forEach(loop -> stream.schedule(loop, RunLoopMode.DEFAULT));
            stream.open();
            await(ends);
        }
        assertEquals(List.of(SIZE, 1, SIZE + 2), List.of(reads.get(), others.get(), plain[0]));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is served by any of them that is not busy")
    void anyThatIsFree(ThreadKind kind) throws Exception {
        RunLoop busy = startLoop(kind).loop();
        RunLoop free = startLoop(kind).loop();
        var release = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var begun = new CountDownLatch(1);
        busy.perform(() -> {
            begun.countDown();
            awaitQuietly(release);
        });
        busy.wakeUp();
        await(begun);
        try (ReadStream stream = memory("abc")) {
            stream.setClient((in, event) -> {
                threads.add(Thread.currentThread());
                if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                    text(in, 1);
                } else if (event == StreamEvent.END_ENCOUNTERED) {
                    end.countDown();
                }
            });
            stream.schedule(busy, RunLoopMode.DEFAULT);
            stream.schedule(free, RunLoopMode.DEFAULT);
            stream.open();
            await(end);
        } finally {
            release.countDown();
        }
        assertFalse(threads.contains(busy.thread()));
    }
}
