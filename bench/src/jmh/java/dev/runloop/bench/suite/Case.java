package dev.runloop.bench.suite;

import dev.runloop.bench.report.Hue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way in which a question is asked: a JMH benchmark with its parameters, and which of its figures is the answer.
 *
 * @param title for its panel
 * @param unit of the figures, once multiplied by the factor
 * @param moreIsBetter whether a larger figure is the better one
 * @param cast who takes part
 * @param benchmark the class and the method
 * @param params the parameters but for the subject
 * @param metric the name of a secondary metric of JMH's, or {@link #PRIMARY}
 * @param factor what JMH's figures are multiplied by
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
    /** What JMH measures anyway. */
    static final String PRIMARY = "";

    /** What the gc profiler tells, in bytes. */
    static final String ALLOCATED = "gc.alloc.rate.norm";

    /** The time of a method in JMH's unit, for everyone. */
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

    /** Who was measured with these parameters; a benchmark that has no choice of subjects has one of them. */
    String subjectOf(Map<String, String> params) {
        String subject = params.get(Cell.SUBJECT);
        return subject != null
                ? subject
                : cast.members(List.of()).keySet().iterator().next();
    }

    /** Its colour; a subject that is not of the cast is an executor of the user's own. */
    Hue hueOf(String subject) {
        return cast.members(List.of()).getOrDefault(subject, Hue.PEER);
    }
}
