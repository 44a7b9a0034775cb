package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_SOURCES;
import static dev.runloop.RunLoopActivity.BEFORE_TIMERS;
import static dev.runloop.RunLoopActivity.EXIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An observer")
class RunLoopObserverTest extends LoopTest {

    private RunLoopObserver noting(String name, boolean repeats, int order, Runnable action) {
        return RunLoopObserver.create(List.of(BEFORE_TIMERS), repeats, order, (self, activity) -> {
            trace.add(name);
            action.run();
        });
    }

    @Test
    @DisplayName("comes by its order, among equals in the order of adding")
    void callsByOrderThenAddition() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.add(noting("b", true, 1, () -> {}), MODE);
            loop.add(noting("c", true, 1, () -> {}), MODE);
            loop.add(noting("a", true, 0, () -> {}), MODE);
            poll(loop, MODE);
            assertEquals(List.of("a", "b", "c"), trace);
        });
    }

    @Test
    @DisplayName("that does not repeat is called once and then invalid")
    void oneShotIsCalledOnce() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            RunLoopObserver once = noting("once", false, 0, () -> {});
            loop.add(once, MODE);
            poll(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of("once"), trace);
            assertFalse(once.isValid());
        });
    }

    @Test
    @DisplayName("is not called within its own call, others are")
    void isNotReentered() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.add(noting("runs the loop", true, 0, () -> poll(loop, MODE)), MODE);
            loop.add(noting("other", true, 1, () -> {}), MODE);
            poll(loop, MODE);
            assertEquals(List.of("runs the loop", "other", "other"), trace);
        });
    }

    @Test
    @DisplayName("that is removed by an earlier one is called all the same, one that is invalidated is not")
    void snapshotOfTheActivity() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            RunLoopObserver removed = noting("removed", true, 1, () -> {});
            RunLoopObserver invalidated = noting("invalidated", true, 2, () -> {});
            RunLoopObserver added = noting("added", true, 3, () -> {});
            loop.add(removed, MODE);
            loop.add(invalidated, MODE);
            loop.add(
                    noting("first", false, 0, () -> {
                        loop.remove(removed, MODE);
                        invalidated.invalidate();
                        loop.add(added, MODE);
                    }),
                    MODE);
            poll(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of("first", "removed", "added"), trace);
        });
    }

    @Test
    @DisplayName("of the end of a run may be added during it")
    void exitObserverAddedDuringTheRun() throws Exception {
        onLoop(loop -> {
            loop.perform(MODE, () -> at(loop, MODE, Set.of(EXIT), () -> trace.add("exit")));
            poll(loop, MODE);
            assertEquals(List.of("exit"), trace);
        });
    }

    @Test
    @DisplayName("says what it was made with")
    void properties() {
        var observer = RunLoopObserver.create(List.of(EXIT, BEFORE_SOURCES), false, 7, (self, activity) -> {});
        assertEquals(EnumSet.of(BEFORE_SOURCES, EXIT), observer.activities());
        assertEquals(7, observer.order());
        assertFalse(observer.repeats());
    }

    @Test
    @DisplayName("keeps its place among many that come and go")
    void keepsItsPlace() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            var random = new Random(1);
            List<RunLoopObserver> present = new ArrayList<>(); // in the order of adding
            Map<RunLoopObserver, String> names = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                if (random.nextInt(3) > 0 || present.isEmpty()) {
                    RunLoopObserver observer = noting("" + i, true, random.nextInt(5) - 2, () -> {});
                    names.put(observer, "" + i);
                    loop.add(observer, MODE);
                    present.add(observer);
                } else {
                    RunLoopObserver gone = present.remove(random.nextInt(present.size()));
                    loop.remove(gone, MODE);
                    if (random.nextBoolean()) { // and comes back, as the last of its equals
                        loop.add(gone, MODE);
                        present.add(gone);
                    }
                }
                if (i % 100 == 0) {
                    trace.clear();
                    poll(loop, MODE);
                    assertEquals(
                            present.stream()
                                    .sorted(Comparator.comparingInt(RunLoopObserver::order))
                                    .map(names::get)
                                    .toList(),
                            trace);
                }
            }
        });
    }
}
