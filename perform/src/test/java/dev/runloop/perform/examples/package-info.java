/** Programs that show what performs and custom sources are for, each with a test that runs it. */
package dev.runloop.perform.examples;
