package dev.runloop.bench.diagnostics;

import dev.runloop.bench.gauge.Median;
import dev.runloop.bench.gauge.OtherJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The cost of diagnostics: throughput of {@code execute}, round trip and lateness of timers, from no metrics to full
 * timelines. Each variant runs in a JVM of its own, in turn, for several rounds. Prints medians, and the median of
 * each round's ratio to the first variant.
 */
public final class DiagnosticsCost {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    private DiagnosticsCost() {}

    /** Arguments: names of {@link Variant}s (default: all). */
    public static void main(String... names) throws Exception {
        List<Variant> variants = names.length == 0
                ? List.of(Variant.values())
                : Arrays.stream(names).map(Variant::valueOf).toList();
        List<List<double[]>> results = new ArrayList<>();
        variants.forEach(variant -> results.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < variants.size(); i++) {
                results.get(i).add(measure(variants.get(i)));
            }
        }
        System.out.printf("%-22s %14s %8s %14s %14s%n", "", "execute, M/s", "ratio", "round trip, µs", "p99 late, µs");
        for (int i = 0; i < variants.size(); i++) {
            double[] medians = medians(results.get(i));
            double ratio = medianRatio(results.get(i), results.getFirst());
            System.out.printf(
                    "%-22s %14.1f %8.2f %14.2f %14.1f%n", variants.get(i), medians[0], ratio, medians[1], medians[2]);
        }
    }

    /** Per round, because the machine changes from round to round. */
    private static double medianRatio(List<double[]> results, List<double[]> base) {
        return Median.of(IntStream.range(0, results.size())
                .mapToDouble(round -> results.get(round)[0] / base.get(round)[0])
                .toArray());
    }

    private static double[] measure(Variant variant) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
        options.addAll(variant.options());
        Process process = OtherJvm.start(options, Load.class, variant.name());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String line = output.lines()
                .filter(text -> text.startsWith(Load.RESULT))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(variant + " has failed: " + output));
        process.waitFor();
        return Arrays.stream(line.substring(Load.RESULT.length()).trim().split(Pattern.quote(" ")))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] medians(List<double[]> results) {
        return IntStream.range(0, results.getFirst().length)
                .mapToDouble(column -> Median.of(
                        results.stream().mapToDouble(result -> result[column]).toArray()))
                .toArray();
    }
}
