/** What confined threads need from the JVM, for those that can provide it in another way. */
package dev.runloop.executors.confined.spi;
