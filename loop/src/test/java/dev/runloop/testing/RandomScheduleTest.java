package dev.runloop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A program that takes random steps")
class RandomScheduleTest extends ClockTest {
    private static final int SCHEDULES = 1_000;

    /** Runs the program of a seed on two or three loops. */
    private List<String> run(long seed, VirtualClock clock) {
        ThreadKind kind = seed % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
        List<RunLoopThread> threads = new ArrayList<>();
        for (int i = 0; i < 2 + seed % 3 % 2; i++) {
            threads.add(startLoopThread(kind, clock, "loop " + i));
        }
        List<String> trace = new RandomProgram(
                        seed, clock, threads.stream().map(RunLoopThread::loop).toList())
                .run();
        threads.forEach(RunLoopThread::stop);
        clock.runUntilIdle();
        assertTrue(threads.stream().allMatch(RunLoopThread::isTerminated), () -> "seed " + seed + " does not end");
        return trace;
    }

    @Test
    void takesTheSameCourseTwiceForTheSameSeed() {
        long events = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            List<String> first = run(seed, VirtualClock.shuffled(seed));
            assertEquals(first, run(seed, VirtualClock.shuffled(seed)), "seed " + seed);
            events += first.size();
        }
        long all = events;
        assertTrue(all > 20 * SCHEDULES, () -> "does not do much: " + all + " events");
    }

    @Test
    void takesTheSameCourseTwiceWithoutASeed() {
        for (long seed = 0; seed < 100; seed++) {
            assertEquals(run(seed, VirtualClock.create()), run(seed, VirtualClock.create()), "seed " + seed);
        }
    }

    @Test
    void takesOtherCoursesForOtherSeeds() {
        Set<List<String>> courses = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            courses.add(run(4, VirtualClock.shuffled(seed)));
        }
        assertTrue(courses.size() > 10, () -> "only " + courses.size());
    }
}
