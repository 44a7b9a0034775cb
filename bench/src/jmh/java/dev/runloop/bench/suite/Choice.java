package dev.runloop.bench.suite;

import dev.runloop.bench.report.Hue;
import dev.runloop.bench.subject.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What of the suite the user wants to see.
 *
 * @param questions what is asked
 * @param isChosen whether somebody takes part, by the name
 * @param own executors of the user's own, which always do
 */
record Choice(List<Question> questions, Predicate<String> isChosen, List<Subject> own) {
    /** All that have one of these texts in their names; all of them where there is no text. */
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
            throw new IllegalArgumentException("nobody who takes part in %s has one of %s in its name"
                    .formatted(chosen.stream().map(Question::name).toList(), subjects));
        }
        return choice;
    }

    private static boolean matches(String name, List<String> texts) {
        return texts.isEmpty()
                || texts.stream()
                        .anyMatch(text -> name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    /** Those who take part in a case. */
    Map<String, Hue> members(Case one) {
        Map<String, Hue> members = new LinkedHashMap<>(one.cast().members(own));
        members.keySet()
                .removeIf(name -> !isChosen.test(name)
                        && own.stream().noneMatch(subject -> subject.name().equals(name)));
        return members;
    }
}
