package dev.runloop.executors.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Delayed")
class DelayedContractTest extends Contract {

    /** Something delayed that no executor knows. */
    private record Foreign(long hours) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(hours, TimeUnit.HOURS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private static Delayed inHours(ScheduledExecutorService executor, long hours) {
        return executor.schedule(NOTHING, hours, TimeUnit.HOURS);
    }

    @EachExecutor
    void beginsWithNoMoreThanTheDelay(Subject subject) {
        assertTrue(inHours(open(subject), 1).getDelay(TimeUnit.NANOSECONDS)
                <= Duration.ofHours(1).toNanos());
    }

    @EachExecutor
    void beginsNearTheDelay(Subject subject) {
        assertTrue(inHours(open(subject), 2).getDelay(TimeUnit.HOURS) >= 1);
    }

    @EachExecutor
    void decreases(Subject subject) {
        Delayed delayed = inHours(open(subject), 1);
        long before = delayed.getDelay(TimeUnit.NANOSECONDS);
        spend(Duration.ofMillis(1), System.nanoTime());

        assertTrue(before - delayed.getDelay(TimeUnit.NANOSECONDS)
                >= Duration.ofMillis(1).toNanos());
    }

    @EachExecutor
    void isNegativeForATaskThatIsOverdue(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Delayed overdue = executor.schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
        spend(Duration.ofMillis(3), System.nanoTime());

        assertTrue(overdue.getDelay(TimeUnit.MILLISECONDS) < 0);
        roadblock.open();
    }

    @EachExecutor
    void isNotPositiveOnceTheTaskHasRun(Subject subject) throws Exception {
        var future = open(subject).schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
        answer(future);

        assertTrue(future.getDelay(TimeUnit.NANOSECONDS) <= 0);
    }

    @EachExecutor
    void isNotPositiveWithoutADelay(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertTrue(inHours(executor, 0).getDelay(TimeUnit.NANOSECONDS) <= 0);
        assertTrue(inHours(executor, -1).getDelay(TimeUnit.NANOSECONDS) <= 0);
    }

    @EachExecutor
    void countsANegativeDelayAsNone(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);

        assertTrue(inHours(executor, -1_000).getDelay(TimeUnit.HOURS) > -500);
        roadblock.open();
    }

    @EachExecutor
    void isLongForTheLongestDelay(Subject subject) {
        assertTrue(inHours(open(subject), Long.MAX_VALUE).getDelay(TimeUnit.DAYS) > 36_500);
    }

    @EachExecutor
    void convertsToEachUnit(Subject subject) {
        Delayed delayed = inHours(open(subject), 100);
        for (TimeUnit unit : TimeUnit.values()) {
            long expected = unit.convert(100, TimeUnit.HOURS);
            long actual = delayed.getDelay(unit);
            assertTrue(actual <= expected && actual >= expected / 2, () -> actual + " " + unit);
        }
    }

    @EachExecutor
    void needsAUnit(Subject subject) {
        Delayed delayed = inHours(open(subject), 1);

        assertThrows(NullPointerException.class, () -> delayed.getDelay(null));
    }

    @EachExecutor
    @SuppressWarnings({"SelfComparison", "EqualsWithItself"})
    void comparesAsEqualToItself(Subject subject) {
        Delayed delayed = inHours(open(subject), 1);

        assertEquals(0, delayed.compareTo(delayed));
    }

    @EachExecutor
    void comparesByTheDates(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Delayed late = inHours(executor, 2);
        Delayed early = inHours(executor, 1);

        assertTrue(early.compareTo(late) < 0);
        assertTrue(late.compareTo(early) > 0);
    }

    @EachExecutor
    void comparesAnOverdueTaskAsEarlier(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Delayed overdue = inHours(executor, -1);

        assertTrue(overdue.compareTo(inHours(executor, 1)) < 0);
        roadblock.open();
    }

    @EachExecutor
    void comparesTheLongestDelayAsLater(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Delayed overdue = executor.schedule(NOTHING, 1, TimeUnit.NANOSECONDS);
        spend(Duration.ofMillis(1), System.nanoTime());
        Delayed never = executor.schedule(NOTHING, Long.MAX_VALUE, TimeUnit.NANOSECONDS);

        assertTrue(overdue.compareTo(never) < 0);
        assertTrue(never.compareTo(overdue) > 0);
        roadblock.open();
    }

    @EachExecutor
    void neverComparesALaterOfTheSameDelayAsEarlier(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Delayed first = inHours(executor, 1);
        Delayed second = inHours(executor, 1);

        assertTrue(first.compareTo(second) <= 0);
        assertTrue(second.compareTo(first) >= 0);
    }

    @EachExecutor
    void sortsByTheDates(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Delayed[] sorted = new Delayed[50];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = inHours(executor, i + 1);
        }
        List<Delayed> shuffled = new ArrayList<>(List.of(sorted));
        Collections.shuffle(shuffled);
        Collections.sort(shuffled);

        assertEquals(Arrays.asList(sorted), shuffled);
    }

    @EachExecutor
    void comparesWithSomethingElseThatIsDelayed(Subject subject) {
        ScheduledExecutorService executor = open(subject);

        assertTrue(inHours(executor, 1).compareTo(new Foreign(2)) < 0);
        assertTrue(inHours(executor, 3).compareTo(new Foreign(2)) > 0);
    }

    @EachExecutor
    void comparesWithTheTaskOfAnotherExecutor(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        ScheduledExecutorService other = open(subject);

        assertTrue(inHours(executor, 1).compareTo(inHours(other, 2)) < 0);
        assertTrue(inHours(executor, 3).compareTo(inHours(other, 2)) > 0);
    }

    @EachExecutor
    void doesNotCompareWithNull(Subject subject) {
        Delayed delayed = inHours(open(subject), 1);

        assertThrows(NullPointerException.class, () -> delayed.compareTo(null));
    }

    @EachExecutor
    void equalsOnlyItself(Subject subject) {
        ScheduledExecutorService executor = open(subject);
        Delayed first = inHours(executor, 1);
        Delayed second = inHours(executor, 1);

        assertEquals(first, first);
        assertNotEquals(first, second);
    }

    @EachExecutor
    void keepsItsHashCode(Subject subject) throws Exception {
        var future = open(subject).schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
        var set = new HashSet<>(List.of(future));
        answer(future);

        assertTrue(set.contains(future));
    }

    @EachExecutor
    void servesADelayQueue(Subject subject) throws Exception {
        ScheduledExecutorService executor = open(subject);
        Roadblock roadblock = block(executor);
        Delayed second = executor.schedule(NOTHING, 2, TimeUnit.MILLISECONDS);
        Delayed first = executor.schedule(NOTHING, 1, TimeUnit.MILLISECONDS);
        var queue = new DelayQueue<>(List.of(second, first, inHours(executor, 1)));

        assertEquals(first, queue.take());
        assertEquals(second, queue.take());
        assertEquals(null, queue.poll());
        roadblock.open();
    }
}
