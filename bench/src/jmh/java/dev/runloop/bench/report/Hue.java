package dev.runloop.bench.report;

import dev.runloop.bench.subject.Kind;
import dev.runloop.bench.subject.Subject;

/** The meaning of a bar's colour. */
public enum Hue {
    /** Part of Runloop. */
    OURS("Runloop", "▸"),
    PEER("others", " "),
    /** The upper limit. */
    LIMIT("the limit: a queue and a thread that spins, no executor", "·");

    private final String meaning;
    private final String mark;

    Hue(String meaning, String mark) {
        this.meaning = meaning;
        this.mark = mark;
    }

    public static Hue of(Subject subject) {
        if (subject.kind() == Kind.LIMIT) {
            return LIMIT;
        }
        return subject.ours() ? OURS : PEER;
    }

    /** For the legend. */
    String meaning() {
        return meaning;
    }

    /** Where there is no colour. */
    String mark() {
        return mark;
    }
}
