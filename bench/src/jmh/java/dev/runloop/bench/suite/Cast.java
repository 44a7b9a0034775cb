package dev.runloop.bench.suite;

import dev.runloop.bench.report.Hue;
import dev.runloop.bench.subject.Lineup;
import dev.runloop.bench.subject.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who takes part in a case.
 *
 * @param condition which subjects of the lineup do, and which executors of the user's own
 * @param others parts that only this case knows of
 */
record Cast(Predicate<Subject> condition, Map<String, Hue> others) {
    /** Everyone of the lineup. */
    static Cast all() {
        return new Cast(_ -> true, Map.of());
    }

    /** Everyone of the lineup who can schedule. */
    static Cast schedulers() {
        return new Cast(Subject::schedules, Map.of());
    }

    /** One that is ours. */
    static Cast ours(String name) {
        return new Cast(_ -> false, Map.of(name, Hue.OURS));
    }

    Cast and(String name, Hue hue) {
        Map<String, Hue> more = new LinkedHashMap<>(others);
        more.put(name, hue);
        return new Cast(condition, more);
    }

    /** All of them, in order. */
    Map<String, Hue> members(List<Subject> own) {
        Map<String, Hue> members = new LinkedHashMap<>();
        Stream.concat(Lineup.subjects().stream(), own.stream())
                .filter(condition)
                .forEach(subject -> members.put(subject.name(), Hue.of(subject)));
        members.putAll(others);
        return members;
    }
}
