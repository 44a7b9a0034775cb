/**
 * Run loops as the executors of {@code java.util.concurrent}.
 *
 * <p>{@link dev.runloop.executors.RunLoopExecutors} makes them: with a loop of their own, on a loop that is there, or
 * several as one. {@link dev.runloop.executors.RunLoopExecutorBuilder} knows all that can be chosen.
 */
package dev.runloop.executors;
