/** Who takes part: {@link dev.runloop.bench.subject.Lineup} has all of them, one file and one line there for each. */
@NullMarked
package dev.runloop.bench.subject;

import org.jspecify.annotations.NullMarked;
