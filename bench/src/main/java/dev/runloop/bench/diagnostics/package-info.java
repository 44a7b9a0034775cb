/** What it costs to look into loops. */
@NullMarked
package dev.runloop.bench.diagnostics;

import org.jspecify.annotations.NullMarked;
