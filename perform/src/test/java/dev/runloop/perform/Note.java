package dev.runloop.perform;

import java.util.ArrayList;
import java.util.List;

/** A target of performs that writes down what it is told. Belongs to one thread. */
class Note {
    static final Selector<Note, String, Void> WRITE = Selector.of("write", Note::write);
    static final Selector<Note, String, Void> STRIKE = Selector.of("strike", Note::strike);
    static final Selector0<Note, Void> RULE = Selector.of("rule", Note::rule);
    static final Selector2<Note, String, String, Void> JOIN = Selector.of("join", Note::join);
    static final Selector0<Note, Integer> COUNT = Selector.of("count", Note::count);

    final List<String> lines = new ArrayList<>();

    void write(String line) {
        lines.add(line);
    }

    void strike(String line) {
        lines.add("-" + line);
    }

    void rule() {
        lines.add("---");
    }

    void join(String left, String right) {
        lines.add(left + right);
    }

    int count() {
        return lines.size();
    }
}
