/**
 * The quick comparison of our loops with the executors people use today, in about a minute.
 *
 * <p>{@link dev.runloop.bench.subject.Lineup} lists the subjects, {@link dev.runloop.bench.comparison.Measure} what
 * is measured, and {@link dev.runloop.bench.comparison.Comparison} is the program.
 */
@NullMarked
package dev.runloop.bench.comparison;

import org.jspecify.annotations.NullMarked;
