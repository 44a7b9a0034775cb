/** What benchmarks, the soak and the programs read: the live heap, the threads that are alive, how late a timer is. */
@NullMarked
package dev.runloop.bench.gauge;

import org.jspecify.annotations.NullMarked;
