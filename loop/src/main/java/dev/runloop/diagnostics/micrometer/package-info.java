/**
 * The metrics of loops for Micrometer, for those who have it: nothing else of this module needs it.
 *
 * @see dev.runloop.diagnostics.micrometer.RunLoopMeters
 */
@NullMarked
package dev.runloop.diagnostics.micrometer;

import org.jspecify.annotations.NullMarked;
