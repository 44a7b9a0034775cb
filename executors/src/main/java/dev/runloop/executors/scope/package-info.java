/**
 * Structured concurrency with a live owner: {@link dev.runloop.executors.scope.RunLoopScope} is a {@code StructuredTaskScope}
 * whose owner's loop goes on during {@code join}.
 *
 * <p>{@code StructuredTaskScope} is a preview API of JDK 25, so code that uses this package must be compiled and run with
 * {@code --enable-preview}. The rest of this module does not need it.
 */
package dev.runloop.executors.scope;
