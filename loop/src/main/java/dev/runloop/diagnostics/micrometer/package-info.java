/**
 * The metrics of loops for Micrometer. Nothing else in this module needs it.
 *
 * @see dev.runloop.diagnostics.micrometer.RunLoopMeters
 */
@NullMarked
package dev.runloop.diagnostics.micrometer;

import org.jspecify.annotations.NullMarked;
