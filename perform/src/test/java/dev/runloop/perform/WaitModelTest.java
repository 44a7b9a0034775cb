package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.perform.WaitModel.Fault;
import dev.runloop.perform.WaitModel.Manner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All that three loops can do with a few waits, and drawn walks with more of them, nested as they come. {@code
 * -Drunloop.waits.exhaustive=3} takes minutes.
 */
@DisplayName("In each state that loops can come into by waiting")
class WaitModelTest {
    private static final int LOOPS = 3;
    private static final int EXHAUSTIVE = Integer.getInteger("runloop.waits.exhaustive", 2);
    private static final int WALKS = Integer.getInteger("runloop.waits.walks", 5_000);

    private static List<Manner> manners(boolean withLimits) {
        List<Manner> manners = new ArrayList<>();
        for (int loop = 1; loop < LOOPS; loop++) {
            for (boolean isServed : new boolean[] {false, true}) {
                manners.add(new Manner(loop, isServed, false, false));
                manners.add(new Manner(loop, isServed, true, false));
                if (withLimits) {
                    manners.add(new Manner(loop, isServed, true, true));
                }
            }
        }
        manners.add(new Manner(0, false, false, false)); // for itself
        return manners;
    }

    /** Tries all orders of all steps. */
    private static final class Explorer {
        private final int waits;
        private final List<Manner> manners;
        private final Fault fault;
        private final Set<String> seen = new HashSet<>();

        Explorer(int waits, List<Manner> manners, Fault fault) {
            this.waits = waits;
            this.manners = manners;
            this.fault = fault;
        }

        /** What is wrong in the first wrong state; null if there is none. */
        @Nullable
        String explore() {
            return explore(new ArrayList<>());
        }

        private @Nullable String explore(List<Integer> path) {
            var model = new WaitModel(LOOPS, waits, manners, fault);
            List<Integer> steps;
            try {
                String wrong = replay(model, path);
                if (wrong != null) {
                    return wrong;
                }
                if (!seen.add(model.key())) {
                    return null;
                }
                steps = model.steps();
            } finally {
                model.close();
            }
            for (int step : steps) {
                path.addLast(step);
                String wrong = explore(path);
                if (wrong != null) {
                    return wrong;
                }
                path.removeLast();
            }
            return null;
        }

        private static @Nullable String replay(WaitModel model, List<Integer> path) {
            for (int step : path.subList(0, Math.max(0, path.size() - 1))) {
                model.step(step);
                model.noteWhoIsTold();
            }
            if (path.isEmpty()) {
                return null;
            }
            model.step(path.getLast());
            String wrong = model.fault();
            return wrong == null ? null : wrong + " by " + path;
        }
    }

    @Test
    void thoseAreToldThatWaitForEverAndNoOthers() {
        var all = new Explorer(EXHAUSTIVE, manners(true), Fault.NONE);
        assertNull(all.explore());

        assertTrue(all.seen.size() > 10_000, () -> all.seen.size() + " states");
    }

    /** Deeper than all of it can be tried. */
    @Test
    void thoseAreToldThatWaitForEverAndNoOthersHoweverDeepTheWaits() {
        var random = new Random(20_25);
        for (int i = 0; i < WALKS; i++) {
            assertNull(walk(random, Fault.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aTwinWithAFaultIsCaught(Fault fault) {
        var random = new Random(4711);
        String wrong = null;
        for (int i = 0; i < WALKS && wrong == null; i++) {
            wrong = walk(random, fault);
        }
        assertNotNull(wrong);
    }

    /** Makes steps that are drawn until none is left; what is wrong in the first wrong state. */
    private static @Nullable String walk(Random random, Fault fault) {
        var model = new WaitModel(LOOPS, 2 + random.nextInt(7), manners(random.nextBoolean()), fault);
        List<Integer> path = new ArrayList<>();
        try {
            for (List<Integer> steps = model.steps(); !steps.isEmpty(); steps = model.steps()) {
                int step = steps.get(random.nextInt(steps.size()));
                path.add(step);
                model.step(step);
                String wrong = model.fault();
                if (wrong != null) {
                    return wrong + " by " + path;
                }
            }
            return null;
        } finally {
            model.close();
        }
    }
}
