package dev.runloop.bench.suite;

import dev.runloop.bench.report.Hue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of a question: a JMH benchmark with its parameters, and which of its figures is the answer.
 *
 * @param unit of the figures, after multiplication by the factor
 * @param cast the subjects
 * @param benchmark the class and the method
 * @param params the parameters without the subject
 * @param metric the name of a secondary JMH metric, or {@link #PRIMARY}
 */
record Case(
        String title,
        String unit,
        boolean moreIsBetter,
        Cast cast,
        String benchmark,
        Map<String, String> params,
        String metric,
        double factor) {
    /** JMH's primary metric. */
    static final String PRIMARY = "";

    /** From the gc profiler, in bytes. */
    static final String ALLOCATED = "gc.alloc.rate.norm";

    /** The time of a method in JMH's unit, for all subjects. */
    static Case time(String title, String unit, Class<?> benchmark, String method) {
        return new Case(title, unit, false, Cast.all(), benchmark.getName() + "." + method, Map.of(), PRIMARY, 1);
    }

    Case asMoreIsBetter() {
        return new Case(title, unit, true, cast, benchmark, params, metric, factor);
    }

    Case with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(params);
        more.put(name, value.toString());
        return new Case(title, unit, moreIsBetter, cast, benchmark, more, metric, factor);
    }

    Case by(Cast cast) {
        return new Case(title, unit, moreIsBetter, cast, benchmark, params, metric, factor);
    }

    Case metric(String metric) {
        return new Case(title, unit, moreIsBetter, cast, benchmark, params, metric, factor);
    }

    Case times(double factor) {
        return new Case(title, unit, moreIsBetter, cast, benchmark, params, metric, factor);
    }

    /** The subject of a result; a benchmark without a choice of subjects has just one. */
    String subjectOf(Map<String, String> params) {
        String subject = params.get(Cell.SUBJECT);
        return subject != null
                ? subject
                : cast.members(List.of()).keySet().iterator().next();
    }

    /** The colour of a subject; one outside the cast is a user's executor. */
    Hue hueOf(String subject) {
        return cast.members(List.of()).getOrDefault(subject, Hue.PEER);
    }
}
