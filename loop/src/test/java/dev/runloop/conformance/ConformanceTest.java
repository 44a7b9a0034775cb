package dev.runloop.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.runloop.conformance.Corpus.CaseFile;
import dev.runloop.conformance.Tally.Outcome;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays the corpus and compares the traces with those of CFRunLoop, to the line.
 *
 * <p>A case that depends on a quirk of the recorded implementation may differ by choice: it is then reported as
 * aborted, not as failed, with both traces.
 *
 * <p>System properties: {@code runloop.conformance.dir} is a directory to take the corpus from in place of the one that
 * comes with the tests; {@code runloop.conformance.thread} is {@code platform} or {@code virtual}, both by default.
 */
@DisplayName("The library prints the traces of CFRunLoop")
final class ConformanceTest {
    private static final Tally TALLY = new Tally();

    private final Corpus corpus = Corpus.read(System.getProperty("runloop.conformance.dir"));

    @TestFactory
    @DisplayName("in virtual time")
    Stream<DynamicContainer> inVirtualTime() {
        return threadKinds()
                .map(kind -> container(
                        new ReplayKind(kind + " threads, virtual time", kind, ScenarioClock::new, 1), golden -> true));
    }

    @TestFactory
    @DisplayName("by the machine's clock, where time plays no part")
    Stream<DynamicContainer> byTheMachinesClock() {
        return threadKinds()
                .map(kind -> container(
                        new ReplayKind(kind + " threads, the machine's clock", kind, MachineTime::new, 3),
                        TimeFree::isTimeFree));
    }

    @AfterAll
    static void printSummary() {
        System.out.println(TALLY.summary());
    }

    /** How cases are replayed. A machine under load may disturb one that goes by its clock, which may be repeated. */
    private record ReplayKind(String name, ThreadKind threads, Supplier<ScenarioTime> time, int attempts) {

        TraceComparison replay(GoldenCase golden) {
            TraceComparison comparison;
            int attempt = 0;
            do {
                comparison = new TraceComparison(golden.trace(), Replay.trace(golden.scenario(), threads, time.get()));
                attempt++;
            } while (!comparison.matches() && attempt < attempts);
            return comparison;
        }
    }

    private static Stream<ThreadKind> threadKinds() {
        String name = System.getProperty("runloop.conformance.thread");
        return name == null ? Arrays.stream(ThreadKind.values()) : Stream.of(ThreadKind.named(name));
    }

    private DynamicContainer container(ReplayKind kind, Predicate<GoldenCase> chosen) {
        return dynamicContainer(
                kind.name(),
                corpus.files().stream()
                        .filter(file -> file.cases().stream().anyMatch(chosen))
                        .map(file -> container(kind, file, chosen)));
    }

    private static DynamicContainer container(ReplayKind kind, CaseFile file, Predicate<GoldenCase> chosen) {
        return dynamicContainer(
                file.name(),
                file.cases().stream()
                        .filter(chosen)
                        .map(golden -> dynamicTest(golden.title(), () -> check(kind, file.theme(), golden))));
    }

    private static void check(ReplayKind kind, String theme, GoldenCase golden) {
        Outcome outcome = Outcome.FAILED;
        try {
            TraceComparison comparison = kind.replay(golden);
            outcome = comparison.matches()
                    ? Outcome.PASSED
                    : golden.scenario().quirks().isEmpty() ? Outcome.FAILED : Outcome.DIFFERS_BY_CHOICE;
            report(outcome, golden, comparison);
        } finally {
            TALLY.count(kind.name(), theme, outcome);
            if (!golden.scenario().quirks().isEmpty()) {
                TALLY.count(kind.name() + ", by quirk", golden.scenario().quirkList(), outcome);
            }
        }
    }

    private static void report(Outcome outcome, GoldenCase golden, TraceComparison comparison) {
        switch (outcome) {
            case PASSED -> {}
            case DIFFERS_BY_CHOICE ->
                abort("differs by choice, quirk=" + golden.scenario().quirkList() + "\n" + comparison.report());
            case FAILED -> fail("case \"" + golden.title() + "\" differs\n" + comparison.report());
        }
    }
}
