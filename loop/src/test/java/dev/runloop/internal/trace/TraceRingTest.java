package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A trace ring")
class TraceRingTest extends ConcurrentTest {

    private static List<Long> firsts(TraceRing ring) {
        List<Long> firsts = new ArrayList<>();
        ring.forEach(words -> firsts.add(words[0]));
        return firsts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 100, 1000})
    @DisplayName("keeps the latest records in order, at least as many as requested")
    void keepsLast(int most) {
        var ring = new TraceRing(most);
        assertTrue(ring.capacity() >= most && ring.capacity() < 2 * most + 1);
        for (int n = 0; n < 3_000; n++) {
            ring.add(n, 0, 0, 0);
            List<Long> kept = n % 97 == 0 ? firsts(ring) : List.of((long) n);
            assertEquals(n, kept.getLast());
            if (n % 97 == 0) {
                assertEquals(Math.min(n + 1, ring.capacity()), kept.size());
                assertEquals(n + 1 - kept.size(), kept.getFirst());
            }
        }
        assertEquals(3_000 - ring.capacity(), ring.dropped());
    }

    @Test
    @DisplayName("is empty at first")
    void empty() {
        assertEquals(List.of(), firsts(new TraceRing(10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 512})
    @DisplayName("gives whole records without gaps while it is written to")
    void readWhileWritten(int most) throws Exception {
        var ring = new TraceRing(most);
        var goOn = new AtomicBoolean(true);
        Thread writer = start(ThreadKind.PLATFORM, () -> {
            for (long n = 0; goOn.get(); n++) {
                ring.add(n, -n, 3 * n, ~n);
            }
        });
        long[] read = new long[1];
        for (int round = 0; round < 20_000 || read[0] == 0; round++) {
            long[] last = {-1};
            ring.forEach(words -> {
                long n = words[0];
                assertEquals(-n, words[1]);
                assertEquals(3 * n, words[2]);
                assertEquals(~n, words[3]);
                assertTrue(last[0] < 0 || last[0] + 1 == n);
                last[0] = n;
                read[0]++;
            });
        }
        goOn.set(false);
        assertTrue(writer.join(PATIENCE));
    }
}
