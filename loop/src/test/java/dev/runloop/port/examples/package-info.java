/** Programs that show what ports are for, each with a test that runs it. */
package dev.runloop.port.examples;
