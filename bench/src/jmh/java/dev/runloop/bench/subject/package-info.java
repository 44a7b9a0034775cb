/** The subjects: {@link dev.runloop.bench.subject.Lineup} lists them. */
@NullMarked
package dev.runloop.bench.subject;

import org.jspecify.annotations.NullMarked;
