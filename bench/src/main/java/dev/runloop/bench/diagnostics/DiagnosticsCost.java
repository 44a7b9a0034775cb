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
 * What the diagnostics cost: the throughput of {@code execute}, the time of a round trip and the lateness of timers, without
 * metrics and with more and more. Each variant runs in a JVM of its own, in turn, for several rounds; medians are printed, and
 * that of the ratios of each round to the first variant.
 */
public final class DiagnosticsCost {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    private DiagnosticsCost() {}

    /**
     * Runs all variants, or those that are named.
     *
     * @param names names of {@link Variant}s, or none for all
     */
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

    /** Of the throughputs of each round, for the machine is not the same from round to round. */
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
