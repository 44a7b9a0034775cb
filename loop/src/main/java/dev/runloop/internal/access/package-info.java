/**
 * Access to the package-private parts of {@code dev.runloop} from the other packages of this project, as
 * {@code jdk.internal.access} does it in the JDK. So it refers to the types of loops, which the other internal packages do not.
 */
package dev.runloop.internal.access;
