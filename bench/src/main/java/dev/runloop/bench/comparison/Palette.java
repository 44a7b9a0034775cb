package dev.runloop.bench.comparison;

import java.awt.Color;

/** The colours of the chart. Its paper is its own, so it reads the same on a light and on a dark page. */
enum Palette {
    OURS("Runloop", new Color(0x1F6FEB), new Color(0xA9CBFB)),
    PEER("others", new Color(0x7D8590), new Color(0xCDD2D8)),
    LIMIT("the limit: a queue and a thread that spins, no executor", new Color(0xD9A441), new Color(0xF1DDB3));

    static final Color PAPER = new Color(0xFFFFFF);
    static final Color INK = new Color(0x24292F);
    static final Color GRID = new Color(0xE4E7EB);
    static final Color INVISIBLE = new Color(0, 0, 0, 0);

    private final String meaning;
    private final Color solid;
    private final Color pale;

    Palette(String meaning, Color solid, Color pale) {
        this.meaning = meaning;
        this.solid = solid;
        this.pale = pale;
    }

    static Palette of(Subject subject) {
        if (subject.kind() == Kind.LIMIT) {
            return LIMIT;
        }
        return subject.ours() ? OURS : PEER;
    }

    String meaning() {
        return meaning;
    }

    /** For the median. */
    Color solid() {
        return solid;
    }

    /** For what lies beyond the median. */
    Color pale() {
        return pale;
    }
}
