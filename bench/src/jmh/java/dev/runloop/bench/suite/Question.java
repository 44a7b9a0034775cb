package dev.runloop.bench.suite;

import java.util.List;

/**
 * A question about an executor; one chart.
 *
 * @param name for the command line and for files
 * @param about what is asked and how it is measured, in a sentence or two
 * @param isPrecise whether to measure until JMH's error is small
 */
record Question(String name, String about, boolean isPrecise, List<Case> cases) {}
