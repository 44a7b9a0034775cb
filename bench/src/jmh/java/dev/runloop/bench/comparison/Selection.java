package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Lineup;
import dev.runloop.bench.subject.Subject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The measures and subjects to run: those named by the texts, or all if no text names one. */
record Selection(List<Measure> measures, List<Subject> subjects) {
    /** A user's own executors always take part. */
    static Selection of(List<String> texts, List<Subject> own) {
        var all = new Selection(Measure.all(), Lineup.subjects());
        for (var text : texts) {
            if (matching(text, all.measures, Measure::name).isEmpty()
                    && matching(text, all.subjects, Subject::name).isEmpty()) {
                throw new IllegalArgumentException(
                        "no measure and no subject has '%s' in its name.%nMeasures: %s%nSubjects: %s"
                                .formatted(
                                        text,
                                        all.measures.stream().map(Measure::name).toList(),
                                        all.subjects.stream().map(Subject::name).toList()));
            }
        }
        var chosen = new Selection(
                chosen(texts, all.measures, Measure::name),
                Stream.concat(chosen(texts, all.subjects, Subject::name).stream(), own.stream())
                        .toList());
        if (chosen.measures.stream()
                .noneMatch(measure -> chosen.subjects.stream().anyMatch(measure::accepts))) {
            throw new IllegalArgumentException("none of the chosen subjects can do what is measured: " + texts);
        }
        return chosen;
    }

    private static <T> List<T> chosen(List<String> texts, List<T> all, Function<T, String> name) {
        var matching = all.stream()
                .filter(one -> texts.stream().anyMatch(text -> contains(name.apply(one), text)))
                .toList();
        return matching.isEmpty() ? all : matching;
    }

    private static <T> List<T> matching(String text, List<T> all, Function<T, String> name) {
        return all.stream().filter(one -> contains(name.apply(one), text)).toList();
    }

    private static boolean contains(String name, String text) {
        return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
