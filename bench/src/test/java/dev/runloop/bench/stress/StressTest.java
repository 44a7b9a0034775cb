package dev.runloop.bench.stress;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.CommonModesStress;
import dev.runloop.InboxStress;
import dev.runloop.MembershipStress;
import dev.runloop.ModeTableStress;
import dev.runloop.PassStress;
import dev.runloop.RunLoopStress;
import dev.runloop.Source0Stress;
import dev.runloop.executors.DrainLockStress;
import dev.runloop.executors.LoopDependentsStress;
import dev.runloop.executors.RunStateStress;
import dev.runloop.executors.ScheduledTaskStress;
import dev.runloop.executors.confined.CarrierStateStress;
import dev.runloop.executors.confined.DozeStress;
import dev.runloop.executors.scope.ScopeProgressStress;
import dev.runloop.internal.ByteRingStress;
import dev.runloop.internal.InFlightStress;
import dev.runloop.internal.MailboxStress;
import dev.runloop.internal.PublishedDeadlineStress;
import dev.runloop.internal.ReadyEventCountStress;
import dev.runloop.internal.StartOnceStress;
import dev.runloop.internal.WakeGateStress;
import dev.runloop.internal.WorkQueueStress;
import dev.runloop.internal.trace.TraceRingStress;
import dev.runloop.perform.PendingWaitStress;
import dev.runloop.stream.PublishedSourceStress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Puts each protocol, and each of the broken twins, to a {@linkplain ShortForm short form} of its stress test. The long
 * form tries interpreted and otherwise compiled code too, in a JVM for each. {@code -Drunloop.jcstress.rounds=20} makes
 * twenty rounds, each in a JVM of its own, and prints how each test has done in all of them.
 */
class StressTest {
    private static final int ROUNDS = Integer.getInteger("runloop.jcstress.rounds", 1);
    private static final int TEST_MILLIS = 20_000; // a very busy machine needs some of it, an idle one half a second
    private static final long LIMIT_SECONDS = 240; // for a round
    private static final Pattern RESULT = Pattern.compile("(?m)^(dev\\.runloop\\S+) ([A-Z_]+) (\\d+) (\\d+)$");

    /** Protocols and broken twins are nested in these, a class for each subject. */
    private static final List<Class<?>> SUBJECTS = List.of(
            CommonModesStress.class,
            InboxStress.class,
            MembershipStress.class,
            ModeTableStress.class,
            RunLoopStress.class,
            PassStress.class,
            Source0Stress.class,
            DrainLockStress.class,
            LoopDependentsStress.class,
            RunStateStress.class,
            ScheduledTaskStress.class,
            CarrierStateStress.class,
            DozeStress.class,
            ScopeProgressStress.class,
            ByteRingStress.class,
            InFlightStress.class,
            MailboxStress.class,
            PublishedDeadlineStress.class,
            ReadyEventCountStress.class,
            StartOnceStress.class,
            WakeGateStress.class,
            WorkQueueStress.class,
            TraceRingStress.class,
            PendingWaitStress.class,
            PublishedSourceStress.class);

    /** What came of a test in one round. */
    private record Result(String test, String verdict, long millis, long samples) {}

    @TempDir
    private static Path folder;

    private static String report = "";
    private static Map<String, List<Result>> results = Map.of();

    @BeforeAll
    static void stress() throws Exception {
        List<Result> all = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            report = round();
            all.addAll(RESULT.matcher(report)
                    .results()
                    .map(line -> new Result(
                            line.group(1), line.group(2), Long.parseLong(line.group(3)), Long.parseLong(line.group(4))))
                    .toList());
        }
        results = all.stream().collect(groupingBy(Result::test));
        if (ROUNDS > 1) {
            results.values().forEach(StressTest::print);
        }
    }

    /** In a JVM of its own. */
    private static String round() throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", // which takes no processor from the two actors while they run
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ShortForm.class.getName(),
                String.valueOf(TEST_MILLIS));
        known().forEach(test -> command.command().add(test));
        Path output = folder.resolve("output.txt");
        Process process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String written = Files.readString(output);
            assertTrue(ended, written);
            return written;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void print(List<Result> rounds) {
        Map<String, Long> verdicts = rounds.stream().collect(groupingBy(Result::verdict, Collectors.counting()));
        System.out.printf(
                "%-60s %s in at most %d ms, with at least %d samples%n",
                rounds.getFirst().test(),
                verdicts,
                rounds.stream().mapToLong(Result::millis).max().orElseThrow(),
                rounds.stream().mapToLong(Result::samples).min().orElseThrow());
    }

    static Stream<Class<?>> protocols() {
        return SUBJECTS.stream().flatMap(StressTest::tests).filter(test -> !isTwin(test));
    }

    static Stream<Class<?>> twins() {
        return SUBJECTS.stream().flatMap(StressTest::tests).filter(StressTest::isTwin);
    }

    private static Stream<Class<?>> tests(Class<?> subject) {
        return Arrays.stream(subject.getDeclaredClasses())
                .filter(nested -> nested.isAnnotationPresent(JCStressTest.class))
                .sorted(comparing(Class::getSimpleName));
    }

    private static boolean isTwin(Class<?> test) {
        return test.getSimpleName().startsWith("Twin");
    }

    private static Stream<String> known() {
        return Stream.concat(protocols(), twins()).map(Class::getCanonicalName);
    }

    @Test
    @DisplayName("Every stress test belongs to a subject that is listed here")
    void everyTestIsKnown() {
        assertEquals(known().collect(toSet()), Set.copyOf(TestList.tests()));
    }

    @Test
    @DisplayName("Every subject has a protocol and a broken twin")
    void everySubjectHasBoth() {
        SUBJECTS.forEach(subject -> assertEquals(
                Set.of(false, true), tests(subject).map(StressTest::isTwin).collect(toSet()), subject.getName()));
    }

    @ParameterizedTest
    @DisplayName("A protocol holds")
    @MethodSource("protocols")
    void protocolHolds(Class<?> protocol) {
        assertEquals(Map.of("HELD", ROUNDS), verdicts(protocol), report);
    }

    @ParameterizedTest
    @DisplayName("A broken twin is caught")
    @MethodSource("twins")
    void twinIsCaught(Class<?> twin) {
        assertEquals(Map.of("CAUGHT", ROUNDS), verdicts(twin), report);
    }

    /** How often a test has had which verdict. */
    private static Map<String, Integer> verdicts(Class<?> test) {
        return results.getOrDefault(test.getCanonicalName(), List.of()).stream()
                .collect(groupingBy(Result::verdict, Collectors.summingInt(result -> 1)));
    }
}
