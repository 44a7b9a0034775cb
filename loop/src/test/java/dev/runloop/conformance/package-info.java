/**
 * Replays the conformance corpus, small programs with the traces that CFRunLoop printed for them, on this library. The
 * language of the programs is described in the file {@code conformance/cf/README.md} of the test resources, the rules
 * behind the traces in {@code RULES.md} next to it.
 */
@org.jspecify.annotations.NullMarked
package dev.runloop.conformance;
