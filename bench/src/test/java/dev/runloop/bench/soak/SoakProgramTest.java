package dev.runloop.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The program: its arguments and what it writes. */
class SoakProgramTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Soak())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    @DisplayName("It prints its seed and a summary, and leaves a report for people and one for programs")
    void leavesReports() throws Exception {
        int exitCode = run(
                "--minutes",
                "0.002",
                "--rounds",
                "2",
                "--only",
                "execute",
                "--seed",
                "42",
                "--output",
                folder.toString());
        assertEquals(0, exitCode, out.toString());
        assertTrue(
                out.toString().startsWith("Soak: PT0.12S, 2 rounds, 1 lanes, intensity 10, --seed 42"), out.toString());
        String report = Files.readString(folder.resolve("report.txt"));
        assertTrue(out.toString().contains(report.strip()), report);
        assertTrue(report.endsWith("Nothing lost, nothing done twice, nothing left behind.\n"), report);
        var result = JsonParser.parseString(Files.readString(folder.resolve("result.json")))
                .getAsJsonObject();
        assertEquals(42, result.get("seed").getAsLong());
        assertEquals(0, result.get("violations").getAsLong());
        assertEquals(2, result.getAsJsonArray("heap").size());
    }

    @ParameterizedTest
    @DisplayName("An argument that makes no sense is named with its value, and the exit code is 2")
    @CsvSource({
        "--minutes, 0, '--minutes must be positive, but is 0.0'",
        "--rounds, 0, '--rounds must be at least 1, but is 0'",
        "--intensity, 0, '--intensity must be from 1 to 1000, but is 0'",
        "--patience, -1, '--patience must be at least 1, but is -1'",
        "--only, nothing, '--only is [nothing], and there are [execute, '"
    })
    void namesBadArgument(String option, String value, String message) {
        assertEquals(2, run(option, value));
        assertTrue(err.toString().startsWith(message), err.toString());
    }
}
