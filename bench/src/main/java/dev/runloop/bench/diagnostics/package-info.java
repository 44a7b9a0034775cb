/** What diagnostics cost. */
@NullMarked
package dev.runloop.bench.diagnostics;

import org.jspecify.annotations.NullMarked;
