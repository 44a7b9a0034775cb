package dev.runloop.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short soak with all lanes on both kinds of thread; and twins with seeded faults, each of which must be caught. */
class SoakTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SEED = 1_985;
    private static final int MOST_SOAKS = 6;
    private static final int TWINS_INTENSITY = 60;

    @TempDir
    private Path folder;

    @AfterEach
    void tidyUp() throws InterruptedException {
        Twin.tidyUp();
    }

    private SoakPlan plan(List<LaneKind> lanes, Duration duration, int rounds, int intensity, Duration patience) {
        return new SoakPlan(lanes, duration, rounds, SEED, intensity, patience, folder);
    }

    private static SoakResult soak(SoakPlan plan) throws Exception {
        System.out.println("seed " + plan.seed());
        return new SoakRun(plan, _ -> {}).run();
    }

    @Test
    @DisplayName("Nothing is lost, done twice or left behind under a mixed load")
    void soaks() throws Exception {
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        for (int i = 0;
                i < MOST_SOAKS && seen.size() < Outcome.values().length;
                i++) { // some are rare on a busy machine
            SoakResult result = soak(plan(Lanes.all(), Duration.ofMillis(2_400), 4, 10, PATIENCE));
            assertEquals(List.of(), result.violations().first());
            assertTrue(result.totals().offered() > 1_000, () -> new SoakReport(result).toString());
            for (Outcome outcome : Outcome.values()) {
                if (result.totals().outcomes().get(outcome) > 0) {
                    seen.add(outcome);
                }
            }
        }
        assertEquals(EnumSet.allOf(Outcome.class), seen);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A subject with a fault is caught")
    void twinIsCaught(Twin twin) throws Exception {
        SoakResult result = soak(plan(
                List.of(twin.lane()),
                twin.round().multipliedBy(twin.rounds()),
                twin.rounds(),
                TWINS_INTENSITY,
                twin.patience()));
        assertFalse(result.isGood(), () -> new SoakReport(result).toString());
        Pattern expected = Pattern.compile(twin.message());
        assertTrue(
                result.violations().first().stream()
                        .anyMatch(violation -> expected.matcher(violation).find()),
                () -> String.join("\n", result.violations().first()));
    }

    @Test
    @DisplayName("A lane that is stuck leaves all threads and loops in a file")
    void watchdogWritesDump() throws Exception {
        soak(plan(
                List.of(Twin.NEVER_ANSWERS.lane()),
                Duration.ofSeconds(10),
                1,
                TWINS_INTENSITY,
                Twin.NEVER_ANSWERS.patience()));
        String dump = Files.readString(folder.resolve(Watchdog.FILE));
        assertTrue(dump.contains("ExecuteLane.produce"), dump);
        assertTrue(dump.contains("lasting virtual twin loop"), dump);
    }

    @Test
    @DisplayName("Who is asked to end early ends in order, and accounts for what was done")
    void endsInOrder() throws Exception {
        var hasBegun = new CountDownLatch(1);
        var lane = new LaneKind("execute", context -> {
            hasBegun.countDown();
            return new ExecuteLane(context, context.executor("loop").build());
        });
        var run = new SoakRun(plan(List.of(lane), Duration.ofHours(1), 10, 10, PATIENCE), _ -> {});
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                hasBegun.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            run.ask();
        });
        SoakResult result = run.run();
        asking.join();
        assertEquals(List.of(), result.violations().first());
        assertEquals(1, result.rounds());
        assertEquals(result.totals().loopsBorn(), result.totals().loopsDied());
    }
}
