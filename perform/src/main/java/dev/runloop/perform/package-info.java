/** Runs code on the thread it belongs to: {@link dev.runloop.perform.Perform}. */
package dev.runloop.perform;
