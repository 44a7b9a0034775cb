package dev.runloop.port;

import static dev.runloop.port.SocketInterest.CONNECTING;
import static dev.runloop.port.SocketInterest.PAUSED;
import static dev.runloop.port.SocketInterest.QUEUED;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a socket port: each tells the callbacks what the channel is ready for.
 *
 * <p>Belongs to the thread of the loop, but for {@link #endPause}.
 */
final class SocketDelivery {
    private static final DataBuffers BUFFERS = new DataBuffers();
    private static final int MOST_UNREAD = 16; // buffers
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SocketPort port;
    private final SocketInterest interest;
    private final SendQueue queue;
    private final SocketPortCallbacks callbacks;
    private volatile @Nullable RunLoopTimer endOfPause; // written by the loop's thread

    SocketDelivery(SocketPort port, SocketInterest interest, SendQueue queue, SocketPortCallbacks callbacks) {
        this.port = port;
        this.interest = interest;
        this.queue = queue;
        this.callbacks = callbacks;
    }

    void deliver(int readyOps) {
        if (interest.has(CONNECTING)) {
            endConnect();
            return;
        }
        try {
            SocketCallback in = interest.incoming();
            if (in != null && (readyOps & in.op) != 0 && interest.takeTurn(in)) {
                callIncoming(in);
            }
            if ((readyOps & SelectionKey.OP_WRITE) != 0 && port.isValid()) {
                flush();
                if (port.isValid() && !interest.has(QUEUED) && interest.takeTurn(SocketCallback.WRITE)) {
                    callbacks.writable(port);
                }
            }
        } finally {
            port.adjustInterest();
        }
    }

    /**
     * The loop has found the channel closed, and invalidated the source. If that is because a connect has failed at
     * once, its callback is still to come, and comes as a block; on this thread the user may be in the middle of
     * something.
     */
    void channelIsClosed(RunLoop loop, RunLoopMode mode) {
        if (port.connectFailure() == null || !interest.has(CONNECTING)) {
            port.invalidate();
            return;
        }
        try {
            loop.perform(mode, this::endConnect);
            loop.wakeUp();
        } catch (RunLoopEndedException e) {
            port.invalidate(port.connectFailure());
        }
    }

    /** Sends what is queued; the user's own writes come after it. */
    private void flush() {
        if (!interest.has(QUEUED)) {
            return;
        }
        boolean hasRoomAgain;
        try {
            hasRoomAgain = queue.flush((WritableByteChannel) port.channel());
        } catch (IOException e) {
            port.invalidate(e);
            return;
        }
        if (queue.hasEnded()) {
            end();
        } else if (hasRoomAgain) {
            callbacks.drained(port);
        }
    }

    /**
     * Everything has been sent. If the channel were closed while it holds unread input, the system would reset the
     * connection and the peer would lose what is on its way; so the input is read out, as far as it has arrived.
     */
    void end() {
        if (port.channel() instanceof SocketChannel socket && socket.isConnected()) {
            ByteBuffer buffer = BUFFERS.take();
            try {
                int reads = 0;
                while (socket.read(buffer.clear()) > 0 && ++reads < MOST_UNREAD) {
                    // dropped
                }
            } catch (IOException e) {
                // it is closed in any case
            } finally {
                BUFFERS.giveBack(buffer);
            }
        }
        port.invalidate();
    }

    private void callIncoming(SocketCallback in) {
        switch (in) {
            case ACCEPT -> accept();
            case DATA -> receive();
            default -> callbacks.readable(port);
        }
    }

    private void endConnect() {
        if (!port.isValid()) {
            return;
        }
        IOException failure = port.connectFailure();
        try {
            if (failure == null && !((SocketChannel) port.channel()).finishConnect()) {
                return; // signalled by something else
            }
        } catch (IOException e) {
            failure = e;
        }
        try {
            interest.clear(CONNECTING);
            if (interest.has(SocketCallback.CONNECT.bit())) {
                callbacks.connected(port, failure);
            }
        } finally {
            if (failure != null) {
                port.invalidate(failure);
            } else {
                port.adjustInterest();
            }
        }
    }

    private void accept() {
        SocketChannel accepted;
        try {
            accepted = ((ServerSocketChannel) port.channel()).accept();
        } catch (IOException e) {
            if (port.isValid()) { // else closed by another thread at this moment
                pause();
                callbacks.failed(port, e);
            }
            return;
        }
        if (accepted != null) {
            boolean returned = false;
            try {
                callbacks.accepted(port, accepted);
                returned = true;
            } finally {
                if (!returned) {
                    close(accepted);
                }
            }
        }
    }

    private static void close(SocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException e) {
            // no one holds it, and what the callback has thrown says more
        }
    }

    /**
     * For a failure such as a lack of descriptors: the channel stays ready, and the loop would try again in each pass.
     * The next attempt is made in every mode that the port is in, because the current mode may be that of a nested run
     * and not come again.
     */
    private void pause() {
        RunLoop loop = RunLoop.current();
        RunLoopTimer timer =
                RunLoopTimer.builder().clock(loop.clock()).firstFire(PAUSE).build(self -> endPause());
        endOfPause = timer;
        interest.set(PAUSED);
        for (RunLoopMode mode : loop.modes()) {
            if (port.isScheduled(loop, mode)) {
                loop.add(timer, mode);
            }
        }
        if (!port.isValid()) { // the thread that invalidated the port may not have seen it
            timer.invalidate();
        }
    }

    /** Ends the pause, if there is one: its time is up, or the port is put into another mode. Any thread. */
    void endPause() {
        RunLoopTimer timer = endOfPause;
        if (timer != null && interest.replace(PAUSED, 0)) {
            timer.invalidate();
            port.adjustInterest();
        }
    }

    private void receive() {
        ByteBuffer buffer = BUFFERS.take();
        try {
            if (port.channel() instanceof DatagramChannel datagrams) {
                receiveDatagram(datagrams, buffer);
            } else {
                receiveBytes((ReadableByteChannel) port.channel(), buffer);
            }
        } finally {
            BUFFERS.giveBack(buffer);
        }
    }

    private void receiveDatagram(DatagramChannel datagrams, ByteBuffer buffer) {
        SocketAddress from;
        try {
            from = datagrams.receive(buffer);
        } catch (IOException e) {
            if (port.isValid()) {
                callbacks.failed(port, e);
            }
            return;
        }
        if (from != null) {
            callbacks.received(port, buffer.flip(), from);
        }
    }

    private void receiveBytes(ReadableByteChannel bytes, ByteBuffer buffer) {
        int count;
        try {
            count = bytes.read(buffer);
        } catch (IOException e) {
            port.invalidate(e);
            return;
        }
        if (count == 0) {
            return;
        }
        try {
            callbacks.received(port, buffer.flip(), null);
        } finally {
            if (count < 0) {
                port.endWhenSent();
            }
        }
    }
}
