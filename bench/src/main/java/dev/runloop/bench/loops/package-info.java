/** What loops cost in great numbers. */
@org.jspecify.annotations.NullMarked
package dev.runloop.bench.loops;
