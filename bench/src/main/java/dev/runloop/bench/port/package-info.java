/** Measurements of ports: sockets next to another event loop, messages between threads and between processes. */
@NullMarked
package dev.runloop.bench.port;

import org.jspecify.annotations.NullMarked;
