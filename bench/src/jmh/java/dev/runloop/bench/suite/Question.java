package dev.runloop.bench.suite;

import java.util.List;

/**
 * What somebody would ask before using an executor; one chart.
 *
 * @param name for the command line and for files
 * @param about what is asked and how it is measured, in a sentence or two
 * @param isPrecise whether its figures are measured until JMH's error is small
 * @param cases how it is asked
 */
record Question(String name, String about, boolean isPrecise, List<Case> cases) {}
