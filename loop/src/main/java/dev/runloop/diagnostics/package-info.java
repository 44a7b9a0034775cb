/**
 * Seeing inside loops, from any thread and in production: {@link dev.runloop.diagnostics.RunLoops} tells of all of them, as
 * text, as JSON and by JMX.
 *
 * <p>All of it works on platform and on virtual threads, and needs nothing of the loops it looks at, which may be stuck.
 * What needs {@code java.management} or {@code jdk.jfr} says so; the other classes do without these modules.
 */
@NullMarked
package dev.runloop.diagnostics;

import org.jspecify.annotations.NullMarked;
