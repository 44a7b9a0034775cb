package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stopwatch")
class StopwatchTest {

    @Test
    @DisplayName("shows the sum of its intervals, including the running one")
    void sum() {
        long watch = Stopwatch.started(0, 1_000);
        assertEquals(7, Stopwatch.read(watch, 1_007));
        watch = Stopwatch.stopped(watch, 1_010);
        assertEquals(10, Stopwatch.read(watch, 5_000));
        watch = Stopwatch.started(watch, 6_000);
        assertEquals(15, Stopwatch.read(watch, 6_005));
    }

    @Test
    @DisplayName("survives a clock that wraps around or is negative")
    void overflow() {
        long start = nearTheEnd();
        long watch = Stopwatch.started(0, start);
        assertEquals(20, Stopwatch.read(watch, start + 20));
        watch = Stopwatch.stopped(watch, start + 30);
        assertEquals(30, Stopwatch.read(watch, 0));
        assertEquals(12, Stopwatch.read(Stopwatch.started(0, -10), 2));
    }

    private static long nearTheEnd() {
        return Long.MAX_VALUE - 5;
    }

    @Test
    @DisplayName("ignores a second start or stop")
    void idempotent() {
        long watch = Stopwatch.started(Stopwatch.started(0, 10), 20);
        assertEquals(20, Stopwatch.read(watch, 30));
        watch = Stopwatch.stopped(Stopwatch.stopped(watch, 30), 99);
        assertEquals(20, Stopwatch.read(watch, 100));
    }
}
