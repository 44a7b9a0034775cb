/** The JMH benchmarks. */
@NullMarked
package dev.runloop.bench;

import org.jspecify.annotations.NullMarked;
