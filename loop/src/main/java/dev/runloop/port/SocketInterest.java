package dev.runloop.port;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a socket port is to be called back for at present, and what its channel is to be watched for because of it.
 *
 * <p>Thread-safe: each change is one compare-and-set. What a thread did before a change happens-before what another one
 * does after it has seen it.
 */
final class SocketInterest {
    // Beyond the bits of the callbacks:
    static final int UNCONNECTED = 1 << 8;
    static final int CONNECTING = 1 << 9;
    static final int PAUSED = 1 << 10;
    static final int QUEUED = 1 << 11;
    static final int ENDING = 1 << 12;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, SocketInterest.class, int.class);
    private static final VarHandle REENABLED =
            fieldVarHandle(lookup(), "reenabled", VarHandle.class, SocketInterest.class, int.class);

    private final @Nullable SocketCallback incoming; // READ, ACCEPT or DATA, if one is asked for
    private volatile int state; // what is enabled, and what it has to wait for
    private volatile int reenabled; // what stays enabled after its callback

    SocketInterest(SelectableChannel channel, Set<SocketCallback> types) {
        int bits = connection(channel);
        SocketCallback in = null;
        for (SocketCallback type : types) {
            bits |= type.bit();
            in = type.isIncoming() ? type : in;
        }
        this.incoming = in;
        this.state = bits;
        this.reenabled = in == null ? 0 : in.bit();
    }

    private static int connection(SelectableChannel channel) {
        if (!(channel instanceof SocketChannel socket) || socket.isConnected()) {
            return 0;
        }
        return socket.isConnectionPending() ? CONNECTING : UNCONNECTED;
    }

    /** READ, ACCEPT or DATA, if it is asked for. */
    @Nullable
    SocketCallback incoming() {
        return incoming;
    }

    boolean has(int bits) {
        return (state & bits) != 0;
    }

    void set(int bits) {
        STATE.getAndBitwiseOr(this, bits);
    }

    void clear(int bits) {
        STATE.getAndBitwiseAnd(this, ~bits);
    }

    /** Clears and sets; false if there was nothing to clear. */
    boolean replace(int cleared, int set) {
        int before;
        do {
            before = state;
            if ((before & cleared) == 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, before, (before & ~cleared) | set));
        return true;
    }

    void setReenabled(int bit, boolean automatically) {
        if (automatically) {
            REENABLED.getAndBitwiseOr(this, bit);
        } else {
            REENABLED.getAndBitwiseAnd(this, ~bit);
        }
    }

    /** Whether this callback is enabled. Disables it, unless it stays enabled after its call. */
    boolean takeTurn(SocketCallback type) {
        return (reenabled & type.bit()) != 0 ? has(type.bit()) : replace(type.bit(), 0);
    }

    int state() {
        return state;
    }

    /**
     * What to watch the channel for in this state. An unconnected socket would be reported as hung up again and again.
     */
    int opsFor(int seen) {
        if ((seen & (CONNECTING | UNCONNECTED)) != 0) {
            return (seen & CONNECTING) != 0 ? SelectionKey.OP_CONNECT : 0;
        }
        int ops = (seen & (SocketCallback.WRITE.bit() | QUEUED)) != 0 ? SelectionKey.OP_WRITE : 0;
        if (incoming != null && (seen & incoming.bit()) != 0 && (seen & (PAUSED | ENDING)) == 0) {
            ops |= incoming.op;
        }
        return ops;
    }
}
