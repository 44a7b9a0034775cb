package dev.runloop.conformance;

import java.util.List;

/** A case with the trace that it must print. */
record GoldenCase(Scenario scenario, List<String> trace) {

    String title() {
        return scenario.title();
    }
}
