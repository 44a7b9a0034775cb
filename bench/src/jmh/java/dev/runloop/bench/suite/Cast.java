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
 * The subjects of a case.
 *
 * @param condition which subjects of the lineup, and which of the user's executors
 * @param others subjects of this case only
 */
record Cast(Predicate<Subject> condition, Map<String, Hue> others) {
    static Cast all() {
        return new Cast(_ -> true, Map.of());
    }

    static Cast schedulers() {
        return new Cast(Subject::schedules, Map.of());
    }

    static Cast ours(String name) {
        return new Cast(_ -> false, Map.of(name, Hue.OURS));
    }

    Cast and(String name, Hue hue) {
        Map<String, Hue> more = new LinkedHashMap<>(others);
        more.put(name, hue);
        return new Cast(condition, more);
    }

    Map<String, Hue> members(List<Subject> own) {
        Map<String, Hue> members = new LinkedHashMap<>();
        Stream.concat(Lineup.subjects().stream(), own.stream())
                .filter(condition)
                .forEach(subject -> members.put(subject.name(), Hue.of(subject)));
        members.putAll(others);
        return members;
    }
}
