/** Loops in great numbers: what they cost, and how fast work travels among them. */
@org.jspecify.annotations.NullMarked
package dev.runloop.bench.loops;
