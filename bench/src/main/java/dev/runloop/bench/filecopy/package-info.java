/** How fast a file is copied by streams on a loop, and how late the timers of that loop are meanwhile. */
@NullMarked
package dev.runloop.bench.filecopy;

import org.jspecify.annotations.NullMarked;
