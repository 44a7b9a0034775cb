/**
 * Run loops as the executors of {@code java.util.concurrent}.
 *
 * <p>{@link dev.runloop.executors.RunLoopExecutors} makes them: with a loop of their own, or on a loop that is there.
 */
package dev.runloop.executors;
