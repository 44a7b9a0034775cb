/** Parts of loops that stand on their own. For the modules of this project only. */
package dev.runloop.internal;
