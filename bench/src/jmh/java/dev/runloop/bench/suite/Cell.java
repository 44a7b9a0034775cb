package dev.runloop.bench.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What JMH runs at once: a benchmark with all its parameters, including the subject. */
record Cell(String benchmark, Map<String, String> params) {
    /** The name of the parameter for the subject. */
    static final String SUBJECT = "subject";

    static List<Cell> of(Stream<Case> cases, Choice choice) {
        return cases.flatMap(one -> choice.members(one).keySet().stream().map(subject -> of(one, subject)))
                .distinct()
                .toList();
    }

    private static Cell of(Case one, String subject) {
        Map<String, String> params = new LinkedHashMap<>(one.params());
        params.put(SUBJECT, subject);
        return new Cell(one.benchmark(), params);
    }

    @Override
    public String toString() {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1) + params;
    }
}
