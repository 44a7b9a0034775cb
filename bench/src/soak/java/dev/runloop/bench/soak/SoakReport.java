package dev.runloop.bench.soak;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result as a table for people and as JSON for programs. */
final class SoakReport {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final SoakResult result;

    SoakReport(SoakResult result) {
        this.result = result;
    }

    /** Writes both into a folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.txt"), this + "\n");
        Files.writeString(folder.resolve("result.json"), JSON.toJson(asMap()) + "\n");
    }

    private Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("seed", result.seed());
        map.put("rounds", result.rounds());
        map.put("seconds", seconds());
        map.put("jdk", Runtime.version().toString());
        map.put("processors", Runtime.getRuntime().availableProcessors());
        map.put("totals", result.totals());
        map.put("threads", result.threads());
        map.put("heap", result.heap().samples());
        map.put("heapGrowthInTenMinutes", result.heap().growthInTenMinutes().orElse(null));
        map.put("violations", result.violations().count());
        map.put("firstViolations", result.violations().first());
        return map;
    }

    private double seconds() {
        return result.duration().toMillis() / 1e3;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        Totals totals = result.totals();
        text.append("%-44s %14s %12s%n".formatted("operation", "in total", "a second"));
        totals.operations().forEach((name, number) -> text.append(row(name, number)));
        text.append("%n%-44s %14s %12s%n".formatted("tasks", "in total", "a second"));
        text.append(row("submitted", totals.offered()));
        totals.outcomes().forEach((outcome, number) -> text.append(row("  " + outcome, number)));
        text.append(row("  lost", totals.offered() - accounted(totals)));
        text.append(row("callbacks that have thrown", totals.thrown()));
        text.append(row("loops made", totals.loopsBorn()));
        text.append(row("loops ended", totals.loopsDied()));
        text.append("%n%s%n".formatted(heap()));
        text.append("Threads, those of the JDK included: %d before, %d in the middle of a round, %d in the end.%n"
                .formatted(
                        result.threads().before(),
                        result.threads().most(),
                        result.threads().last()));
        text.append("Latest timer or delayed task, stalls of callbacks before it included: %,.1f ms late.%n"
                .formatted(totals.worstLatenessNanos() / 1e6));
        text.append("%,.0f s, %d rounds, seed %d, JDK %s, %d processors.%n"
                .formatted(
                        seconds(),
                        result.rounds(),
                        result.seed(),
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors()));
        text.append(verdict());
        return text.toString();
    }

    private static long accounted(Totals totals) {
        return totals.outcomes().values().stream().mapToLong(Long::longValue).sum();
    }

    private String row(String name, long number) {
        return "%-44s %,14d %,12.1f%n".formatted(name, number, number / Math.max(seconds(), 1e-3));
    }

    private String heap() {
        long[] bytes = result.heap().bytes().toArray();
        if (bytes.length == 0) {
            return "No sample of the heap.";
        }
        String growth = result.heap()
                .growthInTenMinutes()
                .map(slope -> "%+,.0f KB in ten minutes over the second half (Theil-Sen; allowed: %,d)"
                        .formatted(slope / 1024, HeapRecord.BOUND / 1024))
                .orElse("too few samples for a slope");
        var summary = result.heap().bytes().summaryStatistics();
        return "Live heap in KB, %d samples: first %,d, least %,d, median %,d, most %,d, last %,d; %s."
                .formatted(
                        bytes.length,
                        bytes[0] / 1024,
                        summary.getMin() / 1024,
                        result.heap().median() / 1024,
                        summary.getMax() / 1024,
                        bytes[bytes.length - 1] / 1024,
                        growth);
    }

    private String verdict() {
        if (result.isGood()) {
            return "Nothing lost, nothing done twice, nothing left behind.";
        }
        List<String> first = result.violations().first();
        return "VIOLATED %,d times; the first %d:%n- "
                        .formatted(result.violations().count(), first.size())
                + String.join("\n- ", first);
    }
}
