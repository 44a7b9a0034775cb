/**
 * How figures are shown: {@link dev.runloop.bench.report.Panel} is what a measure has come to, {@link
 * dev.runloop.bench.report.Table} prints panels, {@link dev.runloop.bench.report.Chart} draws them, and {@link
 * dev.runloop.bench.report.Environment} says where they were measured.
 */
@NullMarked
package dev.runloop.bench.report;

import org.jspecify.annotations.NullMarked;
