/** What the JVM and a measurement can be asked: live heap, live threads. */
@NullMarked
package dev.runloop.bench.gauge;

import org.jspecify.annotations.NullMarked;
