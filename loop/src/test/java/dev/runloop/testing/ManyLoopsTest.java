package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("With many loops")
class ManyLoopsTest extends ClockTest {
    private static final int FEW = 200;
    private static final int MANY = 2_000;

    /** In nanoseconds, for each loop that fires a timer in one advance. */
    private long costOfATurn(int count) {
        VirtualClock clock = VirtualClock.create();
        List<RunLoopThread> threads = new ArrayList<>();
        List<Integer> fired = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            RunLoopThread thread = startLoopThread(ThreadKind.VIRTUAL, clock, "loop " + i);
            every(seconds(1), thread.loop(), timer -> fired.add(number));
            threads.add(thread);
        }
        clock.advance(seconds(1));
        fired.clear();
        long start = System.nanoTime();
        clock.advance(seconds(3));
        long took = System.nanoTime() - start;
        assertEquals(3 * count, fired.size());
        assertEquals(fired.subList(0, count), fired.subList(count, 2 * count)); // the same course each time
        threads.forEach(RunLoopThread::stop);
        clock.runUntilIdle();
        return took / fired.size();
    }

    @Test
    @DisplayName("a turn costs about what it costs with few")
    void linear() {
        costOfATurn(FEW); // compiled by then
        long few = costOfATurn(FEW);
        long many = costOfATurn(MANY);
        assertTrue(
                many < 8 * few + 100_000, () -> "nanoseconds a turn: " + few + " and " + many); // ten if it were a scan
    }
}
