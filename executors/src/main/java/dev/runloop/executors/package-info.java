/**
 * Run loops as executors of {@code java.util.concurrent}.
 *
 * <p>{@link dev.runloop.executors.RunLoopExecutors} creates them: with loops of their own, on existing loops, or several loops
 * as one. {@link dev.runloop.executors.RunLoopExecutorBuilder} has all options.
 */
package dev.runloop.executors;
