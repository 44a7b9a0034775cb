/** Benchmarks for JMH. They take the time they need; the quick comparison next door gives the same shape in a minute. */
@NullMarked
package dev.runloop.bench;

import org.jspecify.annotations.NullMarked;
