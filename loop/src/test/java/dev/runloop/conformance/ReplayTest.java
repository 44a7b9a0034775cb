package dev.runloop.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The virtual time, and what becomes of cases that cannot be replayed. */
@DisplayName("A replay")
final class ReplayTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes no time, however long the case sleeps and waits")
    void takesNoTime(ThreadKind kind) {
        assertEquals(
                List.of("at ~7200000ms"),
                replay("timer T at=3600000 silent { } add T default run-forever sleep 3600000 print-time", kind));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has threads go on in the order of their dates")
    void ordersThreads(ThreadKind kind) {
        String program = """
            thread X { sleep 20 print X sleep 20 print X }
            thread Y { sleep 10 print Y sleep 20 print Y }
            join X print-time
            """;
        assertEquals(List.of("Y", "X", "Y", "X", "at ~40ms"), replay(program, kind));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("notices that another thread has woken a loop that waits without limit")
    void noticesWakeUps(ThreadKind kind) {
        String program = """
            keep default
            loop L { keep default run-forever print-time }
            sleep 30 on L { waiting stop } sleep 10 print "after it"
            """;
        assertEquals(List.of("waiting=true", "at ~30ms", "after it"), replay(program, kind));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails if all threads wait for ever")
    void failsIfAllWait(ThreadKind kind) {
        assertFails("nobody has a date", "keep default print before run-forever", kind);
        assertFails("nobody has a date", "loop L { keep default run-forever } join L", kind);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails if the case prints without end")
    void failsForEndlessLoops(ThreadKind kind) {
        assertFails("more than 300 lines", "source A { signal A } add A default signal A run-forever", kind);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails if a statement does, in a callback or on another thread too")
    void failsWithItsStatements(ThreadKind kind) {
        assertFails("called Z", "signal Z", kind);
        assertFails("called Z", "block b default { signal Z } run default 0 false", kind);
        assertFails("called Z", "thread X { signal Z } sleep 10", kind);
    }

    private static void assertFails(String why, String program, ThreadKind kind) {
        String message = String.valueOf(
                assertThrows(ReplayException.class, () -> replay(program, kind)).getMessage());
        assertTrue(message.contains(why), message);
    }

    private static List<String> replay(String program, ThreadKind kind) {
        Scenario scenario =
                ScenarioParser.parse("test", "case test { " + program + " }").getFirst();
        return Replay.trace(scenario, kind, new ScenarioClock());
    }
}
