package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Equal deadlines")
class TieTest extends ClockTest {
    private static final List<Integer> IN_ORDER = IntStream.range(0, 10).boxed().toList();

    /** The order in which timers of one loop fire that have the same date. */
    private List<Integer> timersOfOneLoop(ThreadKind kind, VirtualClock clock) {
        RunLoop loop = startLoop(kind, clock, "loop");
        List<Integer> fired = new ArrayList<>();
        IN_ORDER.forEach(i -> after(seconds(1), loop, timer -> fired.add(i)));
        clock.advance(seconds(1));
        return fired;
    }

    /** The order in which loops wake up that sleep until the same date. */
    private List<Integer> loops(ThreadKind kind, VirtualClock clock) {
        List<Integer> fired = new ArrayList<>();
        for (int i : IN_ORDER) {
            after(seconds(1), startLoop(kind, clock, "loop " + i), timer -> fired.add(i));
        }
        clock.advance(seconds(1));
        return fired;
    }

    @ParameterizedTest
    @EnumSource
    void ofALoopComeInTheOrderInWhichTheyWereSet(ThreadKind kind) {
        assertEquals(IN_ORDER, timersOfOneLoop(kind, VirtualClock.create()));
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralLoopsComeInTheOrderInWhichTheseBegan(ThreadKind kind) {
        assertEquals(IN_ORDER, loops(kind, VirtualClock.create()));
    }

    @ParameterizedTest
    @EnumSource
    void ofALoopAreShuffledBySeed(ThreadKind kind) {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            List<Integer> order = timersOfOneLoop(kind, VirtualClock.shuffled(seed));
            assertEquals(order, timersOfOneLoop(kind, VirtualClock.shuffled(seed)));
            orders.add(order);
        }
        assertEquals(5, orders.size(), () -> "orders: " + orders);
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralLoopsAreShuffledBySeed(ThreadKind kind) {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            List<Integer> order = loops(kind, VirtualClock.shuffled(seed));
            assertEquals(order, loops(kind, VirtualClock.shuffled(seed)));
            orders.add(order);
        }
        assertEquals(5, orders.size(), () -> "orders: " + orders);
    }

    @Test
    void neverComeBeforeEarlierOnes() {
        var clock = VirtualClock.shuffled(7);
        RunLoop loop = startLoop(ThreadKind.PLATFORM, clock, "loop");
        List<Integer> fired = new ArrayList<>();
        for (int i : IN_ORDER.reversed()) {
            after(Duration.ofNanos(i + 1), loop, timer -> fired.add(i));
        }
        clock.advance(seconds(1));
        assertEquals(IN_ORDER, fired);
    }

    @Test
    void areRankedByTheSeedAloneAndNeverTie() {
        LongStream ranks = LongStream.range(0, 100_000).map(VirtualClock.shuffled(1)::rank);
        assertEquals(100_000, ranks.distinct().count());
        assertEquals(VirtualClock.shuffled(1).rank(5), VirtualClock.shuffled(1).rank(5));
        assertNotEquals(
                VirtualClock.shuffled(1).rank(5), VirtualClock.shuffled(2).rank(5));
    }

    @Test
    void giveEachOfTwoTheSameChance() {
        long first = LongStream.range(0, 10_000)
                .filter(seed -> {
                    var clock = VirtualClock.shuffled(seed);
                    return clock.rank(0) < clock.rank(1);
                })
                .count();
        assertTrue(first > 4_700 && first < 5_300, () -> "first in " + first + " of 10,000");
    }
}
