package dev.runloop.conformance;

import java.util.ArrayList;
import java.util.List;

/** The part of a trace file that belongs to one case. */
record TraceSection(String title, List<String> lines) {
    private static final String HEAD = "-- case ";

    /**
     * The sections of a file, in its order.
     *
     * @throws CorpusException if there is something before the first section
     */
    static List<TraceSection> parse(String file, String text) {
        List<TraceSection> sections = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(HEAD)) {
                sections.add(new TraceSection(line.substring(HEAD.length()), new ArrayList<>()));
            } else if (sections.isEmpty()) {
                throw new CorpusException(file + ":1: found \"" + line + "\" instead of \"" + HEAD + "TITLE\"");
            } else {
                sections.getLast().lines.add(line);
            }
        }
        return List.copyOf(sections);
    }

    static List<String> titles(List<TraceSection> sections) {
        return sections.stream().map(TraceSection::title).toList();
    }
}
