package dev.runloop.bench.suite;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** JMH's results so far: all forks of each cell, from all passes. Belongs to one thread. */
final class JmhResults {
    private static final double CONFIDENCE = 0.999; // JMH's own

    private final Map<Cell, List<RunResult>> results = new LinkedHashMap<>();

    void add(Cell cell, Collection<RunResult> found) {
        results.computeIfAbsent(cell, _ -> new ArrayList<>()).addAll(found);
    }

    /** JMH's error relative to its score; 0 for a cell that was never measured. */
    double relativeError(Cell cell) {
        List<RunResult> passes = results.get(cell);
        if (passes == null) {
            return 0;
        }
        Result<?> result = merged(passes).getPrimaryResult();
        return result.getStatistics().getMeanErrorAt(CONFIDENCE) / result.getScore();
    }

    private static RunResult merged(List<RunResult> passes) {
        List<BenchmarkResult> forks = passes.stream()
                .flatMap(pass -> pass.getBenchmarkResults().stream())
                .toList();
        return new RunResult(passes.getFirst().getParams(), forks);
    }

    /** Writes JMH's own format; the file is complete at any time. */
    void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new PrintStream(Files.newOutputStream(unfinished), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out)
                    .writeOut(results.values().stream().map(JmhResults::merged).toList());
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
