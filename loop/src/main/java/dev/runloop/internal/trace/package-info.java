/** What observes a loop: counters, tracers, hand-offs and origins. For the modules of this project only. */
package dev.runloop.internal.trace;
