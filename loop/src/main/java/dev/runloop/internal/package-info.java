/** The protocols and structures that loops are built from. Imports nothing of the other packages. For the modules of this project only. */
package dev.runloop.internal;
