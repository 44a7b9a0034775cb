/**
 * The suite: {@link dev.runloop.bench.suite.Questions} lists the questions, {@link dev.runloop.bench.suite.Full} has
 * JMH measure them, {@link dev.runloop.bench.suite.Draw} draws tables, charts and a page from the results, and {@link
 * dev.runloop.bench.suite.Compare} compares two runs.
 */
@NullMarked
package dev.runloop.bench.suite;

import org.jspecify.annotations.NullMarked;
