package dev.runloop.bench.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Puts each protocol, and each of the broken twins, to a short form of its stress test. */
class StressTest {
    private static final long LIMIT_SECONDS = 120;
    private static final List<String> SHORT_FORM =
            List.of("-m", "sanity", "-f", "1", "-iters", "2", "-time", "100", "-sc", "false");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(classes = {SleepAgainstNudge.class, SleepAgainstNudgeForDeadline.class, SleepAgainstWake.class})
    @DisplayName("The wake gate loses no wake-up")
    void protocolHolds(Class<?> test) throws Exception {
        assertEquals(0, stress(test), this::report);
        assertTrue(report().contains("Acceptable"), this::report);
    }

    @ParameterizedTest
    @ValueSource(classes = {TwinLooksTooEarly.class, TwinWithoutFence.class})
    @DisplayName("A gate that loses wake-ups is caught")
    void twinIsCaught(Class<?> twin) throws Exception {
        assertNotEquals(0, stress(twin), this::report);
        assertTrue(report().contains("Observed forbidden state: 1, 0"), this::report);
    }

    /** The exit status of jcstress, which runs in a JVM of its own as it ends the one it is in. */
    private int stress(Class<?> test) throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                test.getName() + "$",
                "-r",
                folder.toString());
        command.command().addAll(SHORT_FORM);
        Process process = command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), this::report);
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private String report() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
