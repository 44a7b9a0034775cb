/**
 * The soak: a mixed load on loops of both kinds of thread for a long time, with stalls, failures, cancels and deaths,
 * that accounts for everything handed over and watches order, threads, loops and the heap.
 *
 * <p>Begin with {@link dev.runloop.bench.soak.Soak}; a new kind of load is a {@code Lane} and a line in {@code Lanes}.
 */
@NullMarked
package dev.runloop.bench.soak;

import org.jspecify.annotations.NullMarked;
