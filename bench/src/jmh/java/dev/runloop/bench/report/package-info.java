/**
 * How figures are shown: {@link dev.runloop.bench.report.Table} prints {@link dev.runloop.bench.report.Panel}s,
 * {@link dev.runloop.bench.report.Chart} draws them, and {@link dev.runloop.bench.report.Environment} says where they
 * were measured.
 */
@NullMarked
package dev.runloop.bench.report;

import org.jspecify.annotations.NullMarked;
