/** What streams are for, as one would write it: programs that the tests run. */
package dev.runloop.stream.examples;
