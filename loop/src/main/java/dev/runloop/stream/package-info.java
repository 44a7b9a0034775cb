/**
 * Streams of bytes in one direction: files, memory, sockets, pairs bound to each other, responses to HTTP requests.
 *
 * <p>A {@link dev.runloop.stream.ReadStream} or {@link dev.runloop.stream.WriteStream} can be used in three ways.
 * Scheduled on loops it tells its client by {@linkplain dev.runloop.stream.StreamEvent events} when there is something
 * to do. Without loops its calls block, or it is polled. Corresponds to {@code CFStream} and {@code NSStream}.
 */
@NullMarked
package dev.runloop.stream;

import org.jspecify.annotations.NullMarked;
