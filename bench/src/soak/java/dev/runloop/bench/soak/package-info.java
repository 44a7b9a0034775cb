/**
 * The soak: a long mixed load on loops of both kinds of thread, with stalls, failures, cancellations and deaths, that
 * accounts for everything submitted and checks order, threads, loops and the heap.
 *
 * <p>Begin with {@link dev.runloop.bench.soak.Soak}; a new kind of load is a {@code Lane} and a line in {@code
 * Lanes}.
 */
@NullMarked
package dev.runloop.bench.soak;

import org.jspecify.annotations.NullMarked;
