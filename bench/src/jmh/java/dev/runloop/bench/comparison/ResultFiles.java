package dev.runloop.bench.comparison;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.runloop.bench.report.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes figures and environment as JSON. */
final class ResultFiles {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;

    ResultFiles(Path folder) {
        this.folder = folder;
    }

    void write(List<Score> results, Environment environment) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("result.json"),
                JSON.toJson(results.stream().map(Row::of).toList()) + "\n");
        environment.write(folder.resolve("environment.json"));
    }

    private record Row(String measure, String subject, String unit, double median, double min, double max, int rounds) {
        static Row of(Score result) {
            return new Row(
                    result.measure().name(),
                    result.subject().name(),
                    result.measure().unit(),
                    rounded(result.median()),
                    rounded(result.min()),
                    rounded(result.max()),
                    result.rounds());
        }

        /** To a tenth, which is finer than any measure. */
        private static double rounded(double value) {
            return Math.round(value * 10) / 10.0;
        }
    }
}
