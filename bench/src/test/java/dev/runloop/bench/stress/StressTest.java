package dev.runloop.bench.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts each protocol, and each of the broken twins, to a short form of its stress test. */
class StressTest {
    private static final long LIMIT_SECONDS = 120;
    private static final Pattern PASSED = Pattern.compile("[1-9]\\d* passed, 0 failed, 0 soft errs, 0 hard errs");
    private static final List<String> SHORT_FORM =
            List.of("-m", "quick", "-f", "1", "-iters", "3", "-time", "200", "-sc", "false");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("The wake gate loses no wake-up, in any of the ways in which it is used")
    void protocolsHold() throws Exception {
        assertEquals(0, stress("SleepAgainst"), this::report);
        assertTrue(PASSED.matcher(report()).find(), this::report);
    }

    @Test
    @DisplayName("Gates that lose wake-ups are caught")
    void twinsAreCaught() throws Exception {
        assertNotEquals(0, stress("Twin"), this::report);
        for (Class<?> twin : List.of(TwinLooksTooEarly.class, TwinWithoutFence.class, TwinChangesTooLate.class)) {
            assertTrue(
                    report().lines()
                            .anyMatch(line ->
                                    line.startsWith(twin.getName()) && line.contains("Observed forbidden state: 1, 0")),
                    () -> twin + " is not caught: " + report());
        }
    }

    /** The exit status of jcstress, which runs in a JVM of its own as it ends the one it is in. */
    private int stress(String tests) throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                "dev.runloop.bench.stress." + tests,
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
