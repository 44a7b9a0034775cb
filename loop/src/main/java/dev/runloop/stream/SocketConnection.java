package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ReadyGate;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a stream in either direction, which share its beginning and its end.
 *
 * <p><b>Beginning.</b> The first stream that is opened has the connection made; both hear of it. All that can take long
 * (look up, connect, agree on how to secure it) is done, blocking, by a thread of its own, so that neither a loop nor
 * somebody who polls has to be there for it. That is a virtual thread, but for the lookup of names: this holds on to
 * the carrier of a virtual one.
 *
 * <p><b>End.</b> A side that closes ends its direction; if the other one is not open, it takes the channel along. Each
 * side notes its own end first and looks at the other's second, so when both close at once, at least one closes the
 * channel.
 *
 * <p>Thread-safe.
 */
final class SocketConnection {
    private static final Duration MOST_LINGER = Duration.ofSeconds(30);
    private static final int DROPPED_AT_ONCE = 1 << 14;
    private static final int MOST_DROPS = 16;

    private final Dialer dialer;
    private final Source source = new Source();
    private final Sink sink = new Sink();
    private final CompletableFuture<Transport> established = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable SSLEngine tls; // set before the beginning
    private volatile @Nullable SocketChannel channel; // from the time when it could be closed
    private volatile @Nullable SocketAddress localAddress;
    private volatile @Nullable SocketAddress remoteAddress;
    private volatile boolean disposed;

    SocketConnection(Dialer dialer) {
        this.dialer = dialer;
        this.channel = dialer.given();
    }

    StreamPair streams() {
        return new StreamPair(new ReadStream(source), new WriteStream(sink));
    }

    // The beginning

    private void begin() {
        if (dialer.given() != null && tls == null) {
            establish();
        } else if (dialer.looksUp()) {
            LibraryThreads.startDaemon("runloop-lookup", this::lookUp);
        } else {
            startToEstablish();
        }
    }

    private void lookUp() {
        try {
            dialer.lookUp();
            startToEstablish();
        } catch (IOException | RuntimeException e) {
            established.completeExceptionally(e);
        }
    }

    private void startToEstablish() {
        LibraryThreads.startVirtual("runloop-connect", this::establish);
    }

    private void establish() {
        try {
            SocketChannel connected = dialer.dial(this::willConnect);
            localAddress = connected.getLocalAddress();
            remoteAddress = connected.getRemoteAddress();
            SSLEngine engine = tls;
            Transport transport = engine == null ? new PlainTransport(connected) : secured(connected, engine);
            connected.configureBlocking(false);
            established.complete(transport);
            if (sink.isClosed()) {
                endOutput(transport); // closed while there was nothing to end yet
            }
        } catch (IOException | RuntimeException e) {
            closeChannel();
            established.completeExceptionally(e);
        }
    }

    private void willConnect(SocketChannel opened) {
        channel = opened;
        if (disposed) {
            closeChannel(); // and what is done with it fails
        }
    }

    private static Transport secured(SocketChannel connected, SSLEngine engine) throws IOException {
        connected.configureBlocking(true);
        var transport = new TlsTransport(connected, engine);
        transport.handshake();
        return transport;
    }

    // The end

    private void closeSide(Side side) {
        Side other = side == source ? sink : source;
        side.closed = true;
        boolean last = !other.isOpen();
        if (last) {
            disposed = true;
        }
        Transport transport = establishedTransport();
        if (transport != null && (last || side == sink)) {
            endOutput(transport);
        } else if (last) {
            closeChannel();
        }
    }

    private @Nullable Transport establishedTransport() {
        return established.isDone() && !established.isCompletedExceptionally() ? established.join() : null;
    }

    private void endOutput(Transport transport) {
        try {
            if (!transport.endOutput()) {
                LibraryThreads.startVirtual("runloop-linger", () -> linger(transport));
                return;
            }
        } catch (IOException e) {
            // the other end knows already, or cannot be told
        }
        if (disposed) {
            closeChannel();
        }
    }

    /** The other end is slow, and what it has not taken yet is kept for it for a while. */
    private void linger(Transport transport) {
        var wait = new ChannelWait(OP_WRITE);
        long start = System.nanoTime();
        try {
            while (!transport.endOutput() && System.nanoTime() - start < MOST_LINGER.toNanos()) {
                wait.await(transport.channel(), MOST_LINGER);
            }
        } catch (IOException e) {
            // the other end is gone
        } finally {
            wait.close();
            if (disposed) {
                closeChannel();
            }
        }
    }

    /**
     * What has come and will not be read is taken out first, up to a limit: with it in there many systems would reset
     * the connection, and throw away what they have not delivered yet.
     */
    private void closeChannel() {
        SocketChannel present = channel;
        if (present != null) {
            try (present) {
                if (establishedTransport() != null) {
                    ByteBuffer dropped = ByteBuffer.allocate(DROPPED_AT_ONCE);
                    for (int i = 0; i < MOST_DROPS && present.read(dropped.clear()) > 0; i++) {}
                }
            } catch (IOException e) {
                // nothing more can be done for it
            }
        }
    }

    /** One direction. */
    private abstract class Side implements Endpoint {
        private final ChannelWait wait;
        private final int ops;
        private volatile boolean opened;
        private volatile boolean closed;

        Side(int ops) {
            this.ops = ops;
            this.wait = new ChannelWait(ops);
        }

        boolean isOpen() {
            return opened && !closed;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public void open(StreamEngine engine) throws IOException {
            opened = true;
            if (disposed) {
                throw new ClosedChannelException(); // by the other stream
            }
            if (begun.compareAndSet(false, true)) {
                begin();
            }
            var _ = established.whenComplete((transport, failure) -> {
                if (failure == null) {
                    engine.watch(transport.channel(), ops);
                    engine.opened();
                } else {
                    engine.fail(asIOException(failure));
                }
            });
        }

        private static IOException asIOException(Throwable failure) {
            return failure instanceof IOException reason ? reason : new IOException(failure);
        }

        /** To be called when open. */
        final Transport transport() {
            return established.join();
        }

        @Override
        public boolean poll() {
            return isReady() || (wait.poll(transport().channel()) && confirms());
        }

        @Override
        public void await(ReadyGate gate) {
            wait.await(transport().channel());
        }

        @Override
        public void close() {
            wait.close(); // before the channel
            closeSide(this);
        }

        @Override
        public @Nullable Object property(StreamProperty<?> key) {
            SSLEngine engine = tls;
            if (key == StreamProperty.SSL_SESSION && engine != null && establishedTransport() != null) {
                return engine.getSession();
            }
            return key == StreamProperty.SSL_ENGINE
                    ? engine
                    : key == StreamProperty.SOCKET_LOCAL_ADDRESS
                            ? localAddress
                            : key == StreamProperty.SOCKET_REMOTE_ADDRESS ? remoteAddress : null;
        }

        @Override
        public boolean setProperty(StreamProperty<?> key, Object value) {
            if (begun.get()) {
                return false; // the other stream has been opened
            }
            if (key == StreamProperty.SSL_CONTEXT) {
                tls = dialer.engine((SSLContext) value);
            } else if (key == StreamProperty.SSL_ENGINE) {
                tls = (SSLEngine) value;
            } else {
                return false;
            }
            return true;
        }

        @Override
        public String toString() {
            return dialer.toString();
        }
    }

    private final class Source extends Side implements ByteSource {
        Source() {
            super(OP_READ);
        }

        @Override
        public boolean isReady() {
            return isClosed() || transport().isReadable();
        }

        @Override
        public boolean confirms() {
            return transport().confirmReadable();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return transport().read(destination);
        }
    }

    private final class Sink extends Side implements ByteSink {
        private volatile boolean hasRoom =
                true; // for a byte at least; not known after a write, which may have filled it

        Sink() {
            super(OP_WRITE);
        }

        @Override
        public boolean isReady() {
            return isClosed() || hasRoom;
        }

        @Override
        public boolean confirms() {
            hasRoom = transport().confirmWritable();
            return hasRoom;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            hasRoom = false;
            return transport().write(source);
        }
    }
}
