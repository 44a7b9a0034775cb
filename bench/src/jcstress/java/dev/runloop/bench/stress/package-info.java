/**
 * The protocols between threads under jcstress, each with a broken twin that the same test must catch.
 *
 * <p>Run by the profile {@code jcstress}; {@code StressTest} runs a short form of all of them in the build.
 */
@NullMarked
package dev.runloop.bench.stress;

import org.jspecify.annotations.NullMarked;
