/**
 * Run loops: {@link dev.runloop.RunLoop} and what can be put into one.
 *
 * <p>A {@link dev.runloop.RunLoopSource} has work now and then, a {@link dev.runloop.RunLoopTimer} at its dates, and a
 * {@link dev.runloop.RunLoopObserver} is told what the loop does; all of them belong to
 * {@link dev.runloop.RunLoopMode}s. A {@link dev.runloop.RunLoopThread} is a thread that does nothing but run its loop.
 */
package dev.runloop;
