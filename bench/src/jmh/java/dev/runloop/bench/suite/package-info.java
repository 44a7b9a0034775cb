/**
 * The suite: {@link dev.runloop.bench.suite.Questions} says what is asked, {@link dev.runloop.bench.suite.Full} has JMH
 * measure it, {@link dev.runloop.bench.suite.Draw} makes tables, charts and a page of what JMH has written, and {@link
 * dev.runloop.bench.suite.Compare} tells what has changed between two runs.
 */
@NullMarked
package dev.runloop.bench.suite;

import org.jspecify.annotations.NullMarked;
