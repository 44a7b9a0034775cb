package dev.runloop.bench.suite;

import dev.runloop.bench.report.Hue;
import dev.runloop.bench.subject.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The chosen part of the suite.
 *
 * @param isChosen whether a subject takes part, by its name
 * @param own the user's own executors, which always do
 */
record Choice(List<Question> questions, Predicate<String> isChosen, List<Subject> own) {
    /** Whatever has one of these texts in its name, or all if there is no text. */
    static Choice of(List<String> questions, List<String> subjects, List<Subject> own) {
        List<Question> chosen = Questions.all().stream()
                .filter(question -> matches(question.name(), questions))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no question has one of %s in its name; there are %s"
                    .formatted(
                            questions,
                            Questions.all().stream().map(Question::name).toList()));
        }
        var choice = new Choice(chosen, name -> matches(name, subjects), own);
        if (chosen.stream()
                .flatMap(question -> question.cases().stream())
                .allMatch(one -> choice.members(one).isEmpty())) {
            throw new IllegalArgumentException("no subject of %s has one of %s in its name"
                    .formatted(chosen.stream().map(Question::name).toList(), subjects));
        }
        return choice;
    }

    private static boolean matches(String name, List<String> texts) {
        return texts.isEmpty()
                || texts.stream()
                        .anyMatch(text -> name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    Map<String, Hue> members(Case one) {
        Map<String, Hue> members = new LinkedHashMap<>(one.cast().members(own));
        members.keySet()
                .removeIf(name -> !isChosen.test(name)
                        && own.stream().noneMatch(subject -> subject.name().equals(name)));
        return members;
    }
}
