/**
 * The quick comparison: our loops and the executors people use today, side by side, in about a minute.
 *
 * <p>{@link dev.runloop.bench.subject.Lineup} says who takes part, {@link dev.runloop.bench.comparison.Measure} what
 * is measured, and {@link dev.runloop.bench.comparison.Comparison} is the program.
 */
@NullMarked
package dev.runloop.bench.comparison;

import org.jspecify.annotations.NullMarked;
