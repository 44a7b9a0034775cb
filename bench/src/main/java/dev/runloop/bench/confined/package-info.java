/** What confined threads do to their loop. */
@NullMarked
package dev.runloop.bench.confined;

import org.jspecify.annotations.NullMarked;
