package dev.runloop.bench.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts each protocol, and each of the broken twins, to a short form of its stress test, in code of the optimizing
 * compiler. The long form tries interpreted and otherwise compiled code too.
 */
class StressTest {
    private static final long LIMIT_SECONDS = 240;
    private static final Pattern RESULTS =
            Pattern.compile("\\d+ planned; \\d+ passed, \\d+ failed, 0 soft errs, 0 hard errs");

    private static final List<Class<?>> PROTOCOLS = List.of(
            // the wake gate loses no wake-up, in any of the ways in which it is used
            SleepAgainstNudge.class,
            SleepAgainstNudgeForDeadline.class,
            SleepAgainstNudgeInNewWay.class,
            SleepAgainstWake.class,
            // a task with a later date than the loop's alarm is taken in when that rings, or the loop is told of it
            OfferAgainstAlarm.class,
            // the loop of a key does not end on a block that has just come
            EnterAgainstClose.class,
            // the work of confined threads is not left lying, and an owner sees that its scope is cancelled
            LeaveAgainstRouse.class,
            RestAgainstRouse.class,
            WaitAgainstRouse.class,
            CancelAgainstLook.class,
            // whoever wants to be told by a stream is told, and what it reads is what was written
            ArmAgainstAnnounce.class,
            AwaitAgainstAnnounce.class,
            RingReadAgainstWrite.class,
            // the mailbox of a port leaves no message unseen, and nobody waiting for a place that is free
            SendAgainstSettle.class,
            WaitAgainstTake.class,
            // what is copied of a timeline was written as it is
            CopyAgainstOverwrite.class);

    private static final List<Class<?>> TWINS = List.of(
            TwinLooksTooEarly.class,
            TwinWithoutFence.class,
            TwinChangesTooLate.class,
            TwinRingsTooLate.class,
            TwinClosesTooLate.class,
            TwinLeavesTooEarly.class,
            TwinRestsTooEarly.class,
            TwinWaitsTooEarly.class,
            TwinCountsTooEarly.class,
            TwinArmsTooLate.class,
            TwinAwaitsTooLate.class,
            TwinPublishesTooEarly.class,
            TwinSettlesTooEarly.class,
            TwinTakesTooEarly.class,
            TwinOverwritesUnclaimed.class);

    private static final List<String> SHORT_FORM = List.of(
            "-m",
            "quick",
            "-f",
            "1",
            "-iters",
            "5",
            "-time",
            "200",
            "-sc",
            "false",
            "-jvmArgs",
            "-XX:-TieredCompilation");

    @TempDir
    private static Path folder;

    private static String report = "";

    /** In a JVM of its own, as it ends the one it is in. */
    @BeforeAll
    static void stress() throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                StressTest.class.getPackageName(),
                "-r",
                folder.toString());
        command.command().addAll(SHORT_FORM);
        Path output = folder.resolve("output.txt");
        Process process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            report = Files.readString(output);
            assertTrue(ended, report);
        } catch (IOException e) {
            throw new AssertionError("no report", e);
        } finally {
            process.destroyForcibly();
        }
        List<String> results =
                RESULTS.matcher(report).results().map(MatchResult::group).toList();
        String expected = "%d planned; %d passed, %d failed, 0 soft errs, 0 hard errs"
                .formatted(PROTOCOLS.size() + TWINS.size(), PROTOCOLS.size(), TWINS.size());
        assertEquals(expected, results.getLast(), report);
    }

    static List<Class<?>> protocols() {
        return PROTOCOLS;
    }

    static List<Class<?>> twins() {
        return TWINS;
    }

    @ParameterizedTest
    @DisplayName("A protocol holds")
    @MethodSource("protocols")
    void protocolHolds(Class<?> protocol) {
        assertEquals(List.of(), failuresOf(protocol), report);
    }

    @ParameterizedTest
    @DisplayName("A broken twin is caught")
    @MethodSource("twins")
    void twinIsCaught(Class<?> twin) {
        assertTrue(failuresOf(twin).stream().anyMatch(line -> line.contains("Observed forbidden state: ")), report);
    }

    /** What jcstress lists in the end of each test that has failed. */
    private static List<String> failuresOf(Class<?> test) {
        return report.lines()
                .filter(line -> line.startsWith(test.getName() + " "))
                .toList();
    }
}
