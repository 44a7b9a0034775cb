/**
 * How the protocols between threads are put to jcstress. The tests lie in the packages of their subjects, a class for each,
 * with the broken twins that the same outcomes must catch.
 *
 * <p>Run by the profile {@code jcstress}; {@code StressTest} runs a short form of all of them in the build.
 */
@NullMarked
package dev.runloop.bench.stress;

import org.jspecify.annotations.NullMarked;
