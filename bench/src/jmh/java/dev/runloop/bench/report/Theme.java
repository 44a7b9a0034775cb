package dev.runloop.bench.report;

import java.awt.Color;

/** The colours of a chart, on a light page and on a dark one. */
enum Theme {
    LIGHT("", 0xFFFFFF, 0x24292F, 0xE4E7EB, 0x1F6FEB, 0x8C959F, 0xD9A441),
    DARK("-dark", 0x0D1117, 0xE6EDF3, 0x2A3038, 0x4C8DFF, 0x7D8590, 0xC69026);

    static final Color INVISIBLE = new Color(0, 0, 0, 0);

    private final String suffix;
    private final Color paper;
    private final Color ink;
    private final Color grid;
    private final Color ours;
    private final Color peer;
    private final Color limit;

    Theme(String suffix, int paper, int ink, int grid, int ours, int peer, int limit) {
        this.suffix = suffix;
        this.paper = new Color(paper);
        this.ink = new Color(ink);
        this.grid = new Color(grid);
        this.ours = new Color(ours);
        this.peer = new Color(peer);
        this.limit = new Color(limit);
    }

    String suffix() {
        return suffix;
    }

    Color paper() {
        return paper;
    }

    /** For text and ranges. */
    Color ink() {
        return ink;
    }

    Color grid() {
        return grid;
    }

    Color of(Hue hue) {
        return switch (hue) {
            case OURS -> ours;
            case PEER -> peer;
            case LIMIT -> limit;
        };
    }
}
