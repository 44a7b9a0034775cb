package dev.runloop.conformance;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the outcomes of cases by theme. Thread-safe. */
final class Tally {
    /** How the replay of a case has ended. */
    enum Outcome {
        PASSED,
        DIFFERS_BY_CHOICE,
        FAILED
    }

    private static final class Counts {
        private final Map<Outcome, Integer> byOutcome = new EnumMap<>(Outcome.class);

        int of(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, 0);
        }

        void add(Outcome outcome, int number) {
            byOutcome.merge(outcome, number, Integer::sum);
        }

        void add(Counts other) {
            other.byOutcome.forEach(this::add);
        }

        int total() {
            return byOutcome.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private final Map<String, Map<String, Counts>> counts = new TreeMap<>();

    /** A case has been replayed. */
    synchronized void count(String replay, String theme, Outcome outcome) {
        counts.computeIfAbsent(replay, _ -> new TreeMap<>())
                .computeIfAbsent(theme, _ -> new Counts())
                .add(outcome, 1);
    }

    /** A table with the numbers of cases that have passed, of all cases, and of those that differ by choice. */
    synchronized String summary() {
        var summary = new StringBuilder();
        counts.forEach((replay, themes) -> {
            summary.append("Conformance on ").append(replay).append("\n");
            var all = new Counts();
            themes.forEach((theme, some) -> {
                summary.append(row(theme, some));
                all.add(some);
            });
            summary.append(row("all", all));
        });
        return summary.toString();
    }

    private static String row(String theme, Counts counts) {
        int byChoice = counts.of(Outcome.DIFFERS_BY_CHOICE);
        int failed = counts.of(Outcome.FAILED);
        return "  %-46s %4d/%d".formatted(theme, counts.of(Outcome.PASSED), counts.total())
                + (byChoice > 0 ? ", " + byChoice + " differ by choice" : "")
                + (failed > 0 ? ", " + failed + " FAILED" : "")
                + "\n";
    }
}
