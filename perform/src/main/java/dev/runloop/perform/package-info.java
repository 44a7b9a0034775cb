/** Has code run on the thread that it belongs to: {@link dev.runloop.perform.Perform}. */
package dev.runloop.perform;
