/** What confined threads need from the JVM, for JVMs that provide it in another way. */
package dev.runloop.executors.confined.spi;
