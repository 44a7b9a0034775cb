package dev.runloop.conformance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A case: a program that exercises a run loop.
 *
 * @param title unique in its file
 * @param quirks the behaviours of the recorded implementation on which the trace depends, which may differ by choice
 * @param body what is executed
 */
record Scenario(String title, Set<String> quirks, List<Statement> body) {

    /** The quirks in one word. */
    String quirkList() {
        return quirks.stream().sorted().collect(Collectors.joining(","));
    }

    /** All statements, wherever they stand. */
    Stream<Statement> statements() {
        return statements(body);
    }

    private static Stream<Statement> statements(List<Statement> body) {
        return body.stream().flatMap(each -> Stream.concat(Stream.of(each), statements(each.nested())));
    }
}
