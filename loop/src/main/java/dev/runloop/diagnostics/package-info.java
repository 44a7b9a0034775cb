/**
 * Shows what loops are doing, from any thread and in production; {@link dev.runloop.diagnostics.RunLoops} is the place to start.
 *
 * <p>Everything works for platform and virtual threads, and without the cooperation of the loops, which may be stuck. Classes
 * that need {@code java.management} or {@code jdk.jfr} say so; the others do without these modules.
 */
@NullMarked
package dev.runloop.diagnostics;

import org.jspecify.annotations.NullMarked;
