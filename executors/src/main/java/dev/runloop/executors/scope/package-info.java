/**
 * Structured concurrency whose owner stays live: {@link dev.runloop.executors.scope.RunLoopScope} is a {@code
 * StructuredTaskScope} in whose {@code join} the loop of its owner goes on.
 *
 * <p>{@code StructuredTaskScope} is a preview API of JDK 25, so who uses this package compiles and runs with {@code
 * --enable-preview}. The rest of this module does without.
 */
package dev.runloop.executors.scope;
