/** How late timers fire, as histograms: in an idle executor, in a half-loaded one, and in a flood of tasks. */
@NullMarked
package dev.runloop.bench.lateness;

import org.jspecify.annotations.NullMarked;
