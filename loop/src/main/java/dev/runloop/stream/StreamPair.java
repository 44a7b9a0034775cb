package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Two streams that belong together.
 *
 * @param input the one to read
 * @param output the one to write
 */
public record StreamPair(ReadStream input, WriteStream output) implements AutoCloseable {

    /**
     * {@return two streams, one of which reads what is written to the other} They may be in different loops, or in one.
     * Closing the output is the end of the input; once the input is closed, a write fails. Corresponds to
     * {@code CFStreamCreateBoundPair}.
     *
     * @param capacity how many bytes may be written and not yet read
     * @throws IllegalArgumentException if the capacity is not positive
     */
    public static StreamPair bound(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity is not positive: " + capacity);
        }
        var pipe = new BytePipe(capacity);
        return new StreamPair(new ReadStream(pipe.source()), new WriteStream(pipe.sink()));
    }

    /**
     * {@return streams that connect to a host when the first of them is opened} No loop waits for the look-up and the
     * connect. If the host has several addresses, the first that answers is taken: the next one is tried when all
     * before it have failed, or after a quarter of a second (RFC 8305). {@link StreamProperty#CONNECT_LIMIT} limits the
     * whole. Closing one of the two streams ends its direction; closing both, or the only open one, ends the
     * connection. Corresponds to {@code CFStreamCreatePairWithSocketToHost}.
     *
     * @param host the name or the address of the host
     * @param port the port
     * @throws IllegalArgumentException if the host is blank, or the port is not one to connect to
     */
    public static StreamPair connecting(String host, int port) {
        return connecting(host, port, InetAddress::getAllByName);
    }

    /**
     * {@return streams that connect to a Unix-domain socket when the first of them is opened} See
     * {@link #connecting(String, int)}.
     *
     * @param address the address, which has a path
     */
    public static StreamPair connecting(UnixDomainSocketAddress address) {
        return new SocketConnection(new UnixDialer(requireNonNull(address, "address"))).streams();
    }

    static StreamPair connecting(String host, int port, HostDialer.Lookup lookup) {
        if (requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("host is blank: \"" + host + "\"");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is not from 1 to 65535: " + port);
        }
        return new SocketConnection(new HostDialer(host, port, lookup)).streams();
    }

    /**
     * {@return streams over a connected channel} From now on the channel belongs to them. It is put into non-blocking
     * mode when the first of them is opened. Corresponds to {@code CFStreamCreatePairWithSocket}.
     *
     * @param channel a socket, such as an accepted one
     * @throws IllegalArgumentException if the channel is not connected
     */
    public static StreamPair of(SocketChannel channel) {
        if (!requireNonNull(channel, "channel").isConnected()) {
            throw new IllegalArgumentException("channel is not connected: " + channel);
        }
        return new SocketConnection(new AcceptedSocket(channel)).streams();
    }

    /** Closes both. */
    @Override
    public void close() {
        output.close();
        input.close();
    }
}
