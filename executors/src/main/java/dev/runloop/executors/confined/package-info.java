/**
 * Confined threads: virtual threads that all run on the thread of one loop, one at a time, and may block while the loop goes
 * on.
 *
 * <p>{@link dev.runloop.executors.confined.ConfinedThreads} creates them. They need the JVM option {@code --add-opens
 * java.base/java.lang=dev.runloop.executors} (or {@code =ALL-UNNAMED} on the class path), or a provider of {@link
 * dev.runloop.executors.confined.spi.VirtualThreadScheduling}.
 */
package dev.runloop.executors.confined;
