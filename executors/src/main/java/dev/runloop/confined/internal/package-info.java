/** The protocol by which confined threads find somebody to carry them. Not exported. */
package dev.runloop.confined.internal;
