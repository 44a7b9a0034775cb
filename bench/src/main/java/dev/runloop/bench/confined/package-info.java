/** What confined threads do to their loop: a hundred thousand of them count in a plain field, and a timer is watched. */
@NullMarked
package dev.runloop.bench.confined;

import org.jspecify.annotations.NullMarked;
