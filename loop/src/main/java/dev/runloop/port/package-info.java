/**
 * Ports: sources by which messages reach a loop from other threads, other processes and the network.
 *
 * <p>A {@link dev.runloop.port.Port} receives messages of the threads of this process, a
 * {@link dev.runloop.port.MessagePort} those of other processes too, and a {@link dev.runloop.port.SocketPort} tells
 * what happens to a channel of the network.
 */
package dev.runloop.port;
