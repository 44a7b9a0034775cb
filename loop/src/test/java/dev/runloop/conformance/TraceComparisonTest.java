package dev.runloop.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The conformance test would notice: what must not pass does not. */
@DisplayName("The comparison of traces")
final class TraceComparisonTest {

    @Test
    @DisplayName("fails for a replay whose golden trace has one line corrupted, whichever it is")
    void failsForOneCorruptedLine() {
        GoldenCase golden = Corpus.read((String) null).files().getFirst().cases().stream()
                .filter(each -> each.trace().size() > 5)
                .findFirst()
                .orElseThrow();
        List<String> replayed = Replay.trace(golden.scenario(), ThreadKind.PLATFORM, new ScenarioClock());
        assertTrue(new TraceComparison(golden.trace(), replayed).matches());
        for (int line = 0; line < golden.trace().size(); line++) {
            List<String> corrupted = new ArrayList<>(golden.trace());
            corrupted.set(line, corrupted.get(line) + "!");
            assertEquals(line, new TraceComparison(corrupted, replayed).firstDifference());
        }
    }

    @Test
    @DisplayName("fails if a line is missing or one too many")
    void failsForAnotherLength() {
        assertFalse(new TraceComparison(List.of("a", "b"), List.of("a")).matches());
        assertFalse(new TraceComparison(List.of("a"), List.of("a", "b")).matches());
        assertFalse(new TraceComparison(List.of("a"), List.of()).matches());
    }

    @Test
    @DisplayName("lets times differ by ten, and no other numbers")
    void letsTimesDifferByTen() {
        assertTrue(matches("at ~100ms", "at ~110ms"));
        assertTrue(matches("nextFire T=~-1000ms", "nextFire T=~-990ms"));
        assertFalse(matches("at ~100ms", "at ~120ms"));
        assertFalse(matches("nextFire T=~10ms", "nextFire U=~10ms"));
        assertFalse(matches("nextFire T=~0ms", "nextFire T=0"));
        assertFalse(matches("info A order=10", "info A order=20"));
    }

    @Test
    @DisplayName("reports both traces side by side, with the first difference marked")
    void reportsBothTraces() {
        String report = new TraceComparison(List.of("same", "left"), List.of("same", "right", "more")).report();
        List<String> lines =
                report.lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertEquals(List.of(" expected | actual", " same | same", "> left | right", " | more"), lines);
    }

    private static boolean matches(String expected, String actual) {
        return new TraceComparison(List.of(expected), List.of(actual)).matches();
    }
}
