package dev.runloop.port;

import static dev.runloop.port.SocketInterest.CONNECTING;
import static dev.runloop.port.SocketInterest.UNCONNECTED;
import static java.util.Objects.requireNonNull;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A channel as a source of a loop: a TCP, UDP or Unix-domain socket, a server socket, or an end of a pipe. The loop
 * calls back when there is something to read, a connection to accept, the end of a connect, or room to write.
 *
 * <p>The types of callback are chosen when the port is created, and are enabled at first. Reading, accepting and data
 * stay enabled after each callback. Writing does not: {@linkplain #enable enable} it each time something did not fit.
 * {@link #setReenabled} changes that. All of them may be enabled and disabled at any time, also inside a callback.
 * Within one delivery, reading, accepting or data comes before writing; a connect is a delivery of its own, before all
 * others.
 *
 * <p>The port owns its channel: it puts the channel into non-blocking mode, and closes it when it is invalidated unless
 * {@linkplain #setClosedOnInvalidate told not to}. So close a channel by invalidating its port. A port is in one loop
 * at a time, in any number of its modes, and keeps these from being empty. It outlives a loop that ends, and may then
 * be scheduled in another one.
 *
 * <p>Thread-safe; callbacks are made on the thread of the loop. What another thread did before it enabled a callback
 * happens-before the callback that this causes. Corresponds to {@code CFSocket}; unlike there, a second port for a
 * channel is a separate port.
 */
public final class SocketPort {
    private final SelectableChannel channel;
    private final Set<SocketCallback> types;
    private final SocketPortCallbacks callbacks;
    private final SocketInterest interest;
    private final SendQueue queue;
    private final SocketDelivery delivery;
    private final ChannelSource source;
    private final AtomicBoolean valid = new AtomicBoolean(true);
    private volatile boolean closedOnInvalidate = true;
    private volatile @Nullable IOException connectFailure; // of a connect that has failed at once

    private SocketPort(SelectableChannel channel, Set<SocketCallback> types, SocketPortCallbacks callbacks) {
        this.channel = channel;
        this.types = types;
        this.callbacks = callbacks;
        this.interest = new SocketInterest(channel, types);
        this.queue = new SendQueue(interest);
        this.delivery = new SocketDelivery(this, interest, queue, callbacks);
        this.source = ChannelSource.create(channel, interest.opsFor(interest.state()), new Readiness());
    }

    /** What the loop calls. */
    private final class Readiness implements ChannelSource.Callbacks, UserCodeWrapper {
        @Override
        public void perform(ChannelSource self) {
            delivery.deliver(self.readyOps());
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            delivery.endPause();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            if (!source.isValid()) {
                delivery.channelIsClosed(loop, mode);
            }
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(callbacks);
        }
    }

    /**
     * {@return a port for a channel, which it puts into non-blocking mode}
     *
     * @param channel the channel; a socket may be unconnected, connecting or connected
     * @param types what to call back for
     * @param callbacks what is called
     * @throws IllegalArgumentException if two of the types are mutually exclusive, or the channel does not support one
     *     of them
     * @throws IOException if the channel is closed
     */
    public static SocketPort create(SelectableChannel channel, Set<SocketCallback> types, SocketPortCallbacks callbacks)
            throws IOException {
        requireNonNull(channel, "channel");
        requireNonNull(callbacks, "callbacks");
        Set<SocketCallback> wanted = Set.copyOf(requireNonNull(types, "types"));
        if (wanted.stream().filter(SocketCallback::isIncoming).count() > 1) {
            throw new IllegalArgumentException(
                    "types is " + types + ", and of READ, ACCEPT and DATA there can be one only");
        }
        for (SocketCallback type : wanted) {
            if ((channel.validOps() & type.op) == 0) {
                throw new IllegalArgumentException("types has " + type + ", which is not for " + channel);
            }
        }
        channel.configureBlocking(false);
        return new SocketPort(channel, wanted, callbacks);
    }

    /**
     * Has a loop call back in a mode. Does nothing if it already does, if another loop has the port, or if the port is
     * invalid.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    public void schedule(RunLoop loop, RunLoopMode mode) {
        requireNonNull(loop, "loop").add(source, mode);
    }

    /**
     * Takes this port out of a mode; does nothing if it is not there. What happens to the channel waits until the port
     * is in a mode again.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public void unschedule(RunLoop loop, RunLoopMode mode) {
        requireNonNull(loop, "loop").remove(source, mode);
    }

    /**
     * {@return whether this port is in a mode}
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public boolean isScheduled(RunLoop loop, RunLoopMode mode) {
        return requireNonNull(loop, "loop").contains(source, mode);
    }

    /** {@return the channel, for reading and writing; do not close it} */
    public SelectableChannel channel() {
        return channel;
    }

    /**
     * Connects in the background, and calls back for the {@linkplain SocketCallback#CONNECT end} of the connect, even
     * if that is immediate. Other callbacks wait for it. Corresponds to {@code CFSocketConnectToAddress} with a
     * negative timeout.
     *
     * @param address where to connect to; must be resolved, because a look-up would block
     * @throws IllegalStateException if the channel is not a socket, or is already connecting or connected
     * @throws java.nio.channels.UnresolvedAddressException if the address is not resolved
     */
    public void connect(SocketAddress address) {
        requireNonNull(address, "address");
        if (!(channel instanceof SocketChannel socket) || !interest.has(UNCONNECTED)) {
            throw new IllegalStateException(
                    "connect is for a socket that is neither connecting nor connected: " + channel);
        }
        boolean ended = true;
        try {
            ended = socket.connect(address);
        } catch (IOException e) {
            connectFailure = e;
        }
        interest.replace(UNCONNECTED, CONNECTING);
        if (ended) {
            source.signal();
        } else {
            adjustInterest();
        }
    }

    /**
     * Writes what fits without waiting. If that is not all, enable {@link SocketCallback#WRITE} and continue when it is
     * called; {@link #sendAll} does that for you. Writes nothing while {@code sendAll} has anything queued.
     *
     * @param data the bytes between its position and its limit; the position moves past those that were written
     * @return how many were written
     * @throws IOException if the connection is broken, or the port has been invalidated
     * @throws UnsupportedOperationException if the channel is not one for writing
     */
    public int send(ByteBuffer data) throws IOException {
        return queue.sendWhatFits(writable(), requireNonNull(data, "data"));
    }

    /**
     * Sends all of this data, in the order of the calls: what fits at once, and the rest as the peer makes room for it,
     * while the port is in a mode that runs. Until a connect has ended, everything waits for that.
     *
     * <p>When this returns false, send no more until {@link SocketPortCallbacks#drained} is called. An echo:
     *
     * <pre>{@code
     * public void received(SocketPort port, ByteBuffer data, SocketAddress from) {
     *     if (!port.sendAll(data)) {
     *         port.disable(SocketCallback.DATA);
     *     }
     * }
     *
     * public void drained(SocketPort port) {
     *     port.enable(SocketCallback.DATA);
     * }
     * }</pre>
     *
     * <p>A datagram that no process receives is lost, and the port continues.
     *
     * <p>A port that is invalidated drops what is queued, unless {@link #invalidateWhenSent} is used. If the connection
     * breaks, the port is invalidated with the cause. Corresponds to {@code CFSocketSendData}, which blocks instead.
     *
     * @param data the bytes between its position and its limit, all of which are taken; may be reused afterwards
     * @return whether there is room for more; also false if the port is or has just become invalid, or is about to
     *     because the stream of the peer has ended
     * @throws IllegalStateException if the {@linkplain #setSendLimit limit} has already been reached, or after
     *     {@link #invalidateWhenSent}; then none of the data is taken
     * @throws UnsupportedOperationException if the channel is not one for writing
     */
    public boolean sendAll(ByteBuffer data) {
        requireNonNull(data, "data");
        WritableByteChannel writable = writable();
        if (!isValid()) {
            return false;
        }
        try {
            boolean hasRoom = queue.send(writable, data);
            adjustInterest();
            return hasRoom && isValid();
        } catch (IOException e) {
            invalidate(e);
            return false;
        }
    }

    private WritableByteChannel writable() {
        if (channel instanceof WritableByteChannel writable) {
            return writable;
        }
        throw new UnsupportedOperationException("nothing can be written to " + channel);
    }

    /**
     * Sets how much {@link #sendAll} may queue before it returns false. The call that reaches the limit is still taken
     * as a whole.
     *
     * @param bytes how much, at least 1; 256 KiB by default
     * @throws IllegalArgumentException if it is less than 1
     */
    public void setSendLimit(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes is " + bytes + ", less than 1");
        }
        queue.limit(bytes);
    }

    /** {@return how many bytes are queued by {@link #sendAll} and have not left yet} */
    public long queuedBytes() {
        return queue.bytes();
    }

    /**
     * Sends a datagram if there is room for it.
     *
     * @param data the bytes between its position and its limit
     * @param to where to send it
     * @return how many bytes were sent: all, or none if there was no room
     * @throws IOException if it could not be sent
     * @throws UnsupportedOperationException if the channel is not one for datagrams
     */
    public int send(ByteBuffer data, SocketAddress to) throws IOException {
        requireNonNull(data, "data");
        requireNonNull(to, "to");
        if (channel instanceof DatagramChannel datagrams) {
            return datagrams.send(data, to);
        }
        throw new UnsupportedOperationException("no datagrams can be sent by " + channel);
    }

    /**
     * Enables a callback. Corresponds to {@code CFSocketEnableCallBacks}.
     *
     * @param type one of those that the port was made for, other than {@link SocketCallback#CONNECT}, which is always
     * enabled
     * @throws IllegalArgumentException if it is not one of these
     */
    public void enable(SocketCallback type) {
        interest.set(checked(type).bit());
        adjustInterest();
    }

    /**
     * Disables a callback until it is enabled. Corresponds to {@code CFSocketDisableCallBacks}.
     *
     * @param type one of those that the port was made for, other than {@link SocketCallback#CONNECT}
     * @throws IllegalArgumentException if it is not one of these
     */
    public void disable(SocketCallback type) {
        interest.clear(checked(type).bit());
        adjustInterest();
    }

    /**
     * {@return whether a callback is enabled}
     *
     * @param type one of those that the port was made for, other than {@link SocketCallback#CONNECT}
     * @throws IllegalArgumentException if it is not one of these
     */
    public boolean isEnabled(SocketCallback type) {
        return interest.has(checked(type).bit());
    }

    /**
     * Sets whether a callback stays enabled after it was called. Corresponds to the flags
     * {@code kCFSocketAutomaticallyReenable…CallBack}.
     *
     * @param type one of those that the port was created for, other than {@link SocketCallback#CONNECT}
     * @param automatically whether it stays enabled; true by default for all but {@link SocketCallback#WRITE}
     * @throws IllegalArgumentException if it is not one of these
     */
    public void setReenabled(SocketCallback type, boolean automatically) {
        interest.setReenabled(checked(type).bit(), automatically);
    }

    private SocketCallback checked(SocketCallback type) {
        if (!types.contains(requireNonNull(type, "type")) || type == SocketCallback.CONNECT) {
            throw new IllegalArgumentException("type is " + type + ", and this port was made for " + types);
        }
        return type;
    }

    /**
     * Sets whether the channel is closed when the port is invalidated. Corresponds to
     * {@code kCFSocketCloseOnInvalidate}.
     *
     * @param closed whether it is; true by default
     */
    public void setClosedOnInvalidate(boolean closed) {
        closedOnInvalidate = closed;
    }

    /** {@return whether this port has not been invalidated} */
    public boolean isValid() {
        return valid.get();
    }

    /**
     * Takes this port out of its loop permanently, closes the channel, and tells the callbacks. Inside a callback this
     * takes effect at once. When called on another thread, a callback that is running ends normally, and the loop
     * releases the channel when it next sleeps. Calling this again does nothing. Corresponds to
     * {@code CFSocketInvalidate}.
     */
    public void invalidate() {
        invalidate(null);
    }

    /**
     * Invalidates this port as soon as everything {@linkplain #sendAll queued} has been sent, which may be at once.
     * Until then it sends, and does nothing else.
     */
    public void invalidateWhenSent() {
        queue.close();
        endWhenSent();
    }

    /** The same for an end that the user does not know of yet. */
    void endWhenSent() {
        if (queue.end()) {
            delivery.end();
        } else {
            adjustInterest();
        }
    }

    void invalidate(@Nullable IOException cause) {
        if (!valid.compareAndSet(true, false)) {
            return;
        }
        source.invalidate();
        delivery.endPause();
        IOException reason = cause;
        if (closedOnInvalidate) {
            try {
                channel.close();
            } catch (IOException e) {
                reason = reason == null ? e : reason;
            }
        }
        queue.clear();
        callbacks.invalidated(this, reason);
    }

    /** Why a connect has failed at once, if it has. */
    @Nullable
    IOException connectFailure() {
        return connectFailure;
    }

    /** Has the loop wait for what is enabled now. Threads that do this at the same time end with the newest state. */
    void adjustInterest() {
        int seen;
        do {
            seen = interest.state();
            int ops = interest.opsFor(seen);
            if (source.interestOps() != ops) {
                source.interestOps(ops);
            }
        } while (seen != interest.state());
    }

    @Override
    public String toString() {
        return "SocketPort[" + (isValid() ? "" : "invalid, ") + types + ", " + channel + "]";
    }
}
