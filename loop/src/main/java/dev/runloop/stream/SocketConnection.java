package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.runloop.internal.Intake;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ReadyEventCount;
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
 * <p><b>Beginning.</b> The first stream that is opened has the connection made; both are told. Everything that can take
 * long (look-up, connect, TLS handshake) is done, blocking, by a thread of its own, so that neither a loop nor a
 * polling thread has to attend to it. That is a virtual thread, except for what pins the carrier of one, as the look-up
 * of names does. It records the channel and then checks whether both streams have been closed; a thread that closes
 * them does it the other way round. So one of them closes the channel.
 *
 * <p><b>End.</b> A side that closes ends its direction, and closes the channel if the other side is not open. Each side
 * records its own end and then checks the other's, so when both close at once, at least one closes the channel.
 *
 * <p>Thread-safe.
 */
final class SocketConnection {
    private static final Duration MOST_LINGER = Duration.ofSeconds(30);
    private static final int DROPPED_AT_ONCE = Intake.MOST_BYTES / Intake.MOST_OPERATIONS;

    private final Dialer dialer;
    private final SocketLimits limits;
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
        this.limits = new SocketLimits(dialer);
        this.channel = dialer.given();
    }

    StreamPair streams() {
        return new StreamPair(new ReadStream(source), new WriteStream(sink));
    }

    // The beginning

    private void begin() {
        if (dialer.given() != null && tls == null) {
            establish();
            return;
        }
        limits.begin(dialer, this::giveUp);
        if (dialer.prepares()) {
            LibraryThreads.startDaemon("runloop-lookup", this::prepare);
        } else {
            startToEstablish();
        }
    }

    private void prepare() {
        try {
            dialer.prepare();
            startToEstablish();
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private void startToEstablish() {
        LibraryThreads.startVirtual("runloop-connect", this::establish);
    }

    private void establish() {
        try {
            SocketChannel connected = dialer.dial();
            channel = connected;
            if (disposed) {
                throw new ClosedChannelException();
            }
            localAddress = connected.getLocalAddress();
            remoteAddress = connected.getRemoteAddress();
            SSLEngine engine = tls;
            Transport transport = engine == null ? new PlainTransport(connected) : secured(connected, engine);
            connected.configureBlocking(false);
            if (!established.complete(transport)) {
                closeChannel(); // given up
                return;
            }
            limits.established(this::fail);
            if (disposed) {
                closeChannel();
            } else if (sink.isClosed()) {
                endOutput(transport); // closed while there was nothing to end yet
            }
        } catch (Throwable e) {
            if (!giveUp(e)) {
                closeChannel();
                fail(e);
            }
        }
    }

    /** If there is no connection yet, there will be none: false if there is, or it has been given up before. */
    private boolean giveUp(Throwable reason) {
        if (!established.completeExceptionally(reason)) {
            return false;
        }
        limits.ended();
        dialer.abandon();
        closeChannel();
        return true;
    }

    private void fail(Throwable reason) {
        source.fail(reason);
        sink.fail(reason);
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
            limits.ended();
        }
        Transport transport = establishedTransport();
        if (transport != null && (last || side == sink)) {
            endOutput(transport);
        } else if (last && !giveUp(new ClosedChannelException())) {
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
        } catch (Throwable e) {
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
        } catch (Throwable e) {
            // the other end is gone
        } finally {
            wait.close();
            if (disposed) {
                closeChannel();
            }
        }
    }

    /**
     * Input that has arrived and will not be read is drained first, up to a limit: otherwise many systems would reset
     * the connection and discard what they have not delivered yet.
     */
    private void closeChannel() {
        SocketChannel present = channel;
        if (present != null) {
            try (present) {
                if (establishedTransport() != null) {
                    ByteBuffer dropped = ByteBuffer.allocate(DROPPED_AT_ONCE);
                    for (int i = 0; i < Intake.MOST_OPERATIONS && present.read(dropped.clear()) > 0; i++) {}
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
        private volatile @Nullable StreamEngine engine; // from the opening on

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
            this.engine = engine;
            opened = true;
            if (established.isCompletedExceptionally()) {
                throw StreamEngine.asIOException(established.exceptionNow());
            }
            if (disposed) {
                throw new ClosedChannelException(); // by the other stream
            }
            if (begun.compareAndSet(false, true)) {
                begin();
            }
            var _ = established.whenComplete((transport, failure) -> {
                try {
                    if (failure == null) {
                        engine.watch(transport.channel(), ops);
                        engine.opened();
                    } else {
                        engine.fail(failure);
                    }
                } catch (Throwable e) { // which nothing else would report
                    engine.fail(e);
                }
            });
        }

        /** The connection has failed. What has come to its end before has not. */
        final void fail(Throwable reason) {
            StreamEngine present = engine;
            if (present != null && present.status() != StreamStatus.AT_END) {
                present.fail(reason);
            }
        }

        final int transferred(int count) {
            if (count > 0) {
                limits.transferred();
            }
            return count;
        }

        /** To be called when open. */
        final Transport transport() {
            return established.join();
        }

        @Override
        public boolean poll() throws IOException {
            return (isReady() || wait.poll(transport().channel())) && confirms();
        }

        @Override
        public void await(ReadyEventCount gate) throws IOException {
            if (!isReady()) {
                wait.await(transport().channel());
            }
        }

        @Override
        public void close() {
            wait.close(); // before the channel
            closeSide(this);
        }

        @Override
        public @Nullable Object property(StreamProperty<?> key) {
            SSLEngine secured = tls;
            if (key == StreamProperty.SSL_SESSION && secured != null && establishedTransport() != null) {
                return secured.getSession();
            }
            return key == StreamProperty.SSL_ENGINE
                    ? secured
                    : key == StreamProperty.SOCKET_LOCAL_ADDRESS
                            ? localAddress
                            : key == StreamProperty.SOCKET_REMOTE_ADDRESS ? remoteAddress : limits.property(key);
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
                return limits.setProperty(key, value);
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
            return isClosed() || transport().confirmReadable();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return transferred(transport().read(destination));
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
            boolean confirmed = transport().confirmWritable();
            hasRoom = confirmed;
            return confirmed || isClosed();
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            hasRoom = false;
            return transferred(transport().write(source));
        }
    }
}
