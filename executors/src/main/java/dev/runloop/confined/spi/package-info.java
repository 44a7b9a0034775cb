/** What confined threads need from the JVM, for whoever can provide it in another way. */
package dev.runloop.confined.spi;
