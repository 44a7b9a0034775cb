/**
 * For tests of programs that use run loops: time that passes when the test says so.
 *
 * <p>Depends on no test framework. {@link dev.runloop.testing.VirtualClock} is all there is.
 */
package dev.runloop.testing;
