package dev.runloop.bench.suite;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/** Results that JMH has written. */
record Results(List<Entry> entries) {
    /** The file with the figures, in JMH's format. */
    static final String FIGURES = "results.json";

    /** The file with the environment. */
    static final String ENVIRONMENT = "environment.json";

    /** One benchmark with one set of parameters. */
    record Entry(
            String benchmark, Map<String, String> params, Metric primaryMetric, Map<String, Metric> secondaryMetrics) {

        /** Whether this entry belongs to a case. */
        boolean answers(Case one) {
            return benchmark.equals(one.benchmark())
                    && one.params().entrySet().stream()
                            .allMatch(param -> param.getValue().equals(params.get(param.getKey())))
                    && (one.metric().equals(Case.PRIMARY) || secondaryMetrics.containsKey(one.metric()));
        }

        Metric metric(Case one) {
            return one.metric().equals(Case.PRIMARY)
                    ? primaryMetric
                    : requireNonNull(secondaryMetrics.get(one.metric()), one.metric());
        }
    }

    /** The figures of all iterations, by fork. */
    record Metric(String scoreUnit, List<List<Double>> rawData) {
        Statistics statistics() {
            var all = new ListStatistics();
            rawData.forEach(fork -> fork.forEach(all::addValue));
            return all;
        }

        /** The median of each fork. */
        double[] medians() {
            return rawData.stream()
                    .filter(fork -> !fork.isEmpty())
                    .mapToDouble(fork -> {
                        var one = new ListStatistics();
                        fork.forEach(one::addValue);
                        return one.getPercentile(50);
                    })
                    .toArray();
        }
    }

    /** The metrics of a case, by subject. */
    Map<String, Metric> answersTo(Case one) {
        Map<String, Metric> answers = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.answers(one)) {
                answers.put(one.subjectOf(entry.params()), entry.metric(one));
            }
        }
        return answers;
    }

    static Results read(Path file) throws IOException {
        List<Entry> entries = new Gson().fromJson(Files.readString(file), new TypeToken<List<Entry>>() {}.getType());
        return new Results(entries);
    }
}
