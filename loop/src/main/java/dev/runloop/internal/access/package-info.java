/**
 * Access to the package-private parts of {@code dev.runloop} from the other packages of this project, as
 * {@code jdk.internal.access} does it in the JDK. Names the types of the loops, and uses none.
 */
package dev.runloop.internal.access;
