package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.Intake;
import dev.runloop.internal.Writes;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A queue of what is to be sent")
class SendQueueTest extends SocketTesting {
    private static final int MUCH = 20 << 20;

    /** A channel with room for so many bytes, which notes how many it was offered at once. */
    private static final class Narrow implements WritableByteChannel {
        private final List<Integer> offered = new ArrayList<>();
        private int room;

        @Override
        public int write(ByteBuffer source) {
            offered.add(source.remaining());
            int count = Math.min(room, source.remaining());
            room -= count;
            source.position(source.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}

        private int most() {
            return offered.stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    private final Narrow channel = new Narrow();
    private SendQueue queue;

    @BeforeEach
    void makeQueue() throws IOException {
        SocketChannel near = connection().near();
        queue = new SendQueue(new SocketInterest(near, Set.of()));
        queue.limit(100);
    }

    @Test
    @DisplayName("tells of room again to a sender that was told of none, although another one has sent since")
    void twoSenders() throws IOException {
        assertFalse(queue.send(channel, ByteBuffer.allocate(120)), "the first sender has to wait");
        channel.room = 50;
        assertFalse(queue.flush(channel), "70 of 100");
        assertTrue(queue.send(channel, ByteBuffer.allocate(5)), "the second sender need not wait");
        channel.room = 50;
        assertTrue(queue.flush(channel), "25 of 100: the first sender is told");
        channel.room = 50;
        assertFalse(queue.flush(channel), "once");
    }

    @Test
    @DisplayName("gives no write more than a piece, so that one of a slow peer costs no more than it takes")
    void pieces() throws IOException {
        channel.room = 10;
        queue.send(channel, ByteBuffer.allocate(MUCH));
        channel.room = 1_000;
        queue.flush(channel);
        assertTrue(channel.most() <= Writes.CHUNK, () -> "offered " + channel.offered);
        assertEquals(MUCH - 1_010, queue.bytes());
        assertEquals(2, channel.offered.size());
    }

    @Test
    @DisplayName("gives the pass back though the peer takes all")
    void fastPeer() throws IOException {
        queue.send(channel, ByteBuffer.allocate(MUCH));
        channel.room = MUCH;
        queue.flush(channel);
        long sent = MUCH - queue.bytes();
        assertTrue(sent > 0 && sent <= Intake.MOST_BYTES + Writes.CHUNK, () -> "sent " + sent);
        while (queue.bytes() > 0) {
            queue.flush(channel);
        }
        assertEquals(0, channel.room);
    }

    @Test
    @DisplayName("takes nothing once the peer has ended, and tells a sender who has ended it that this is a mistake")
    void ended() throws IOException {
        queue.send(channel, ByteBuffer.allocate(120));
        queue.end();
        assertFalse(queue.send(channel, ByteBuffer.allocate(10)), "which no sender could know");
        assertEquals(120, queue.bytes());
        queue.close();
        assertThrows(IllegalStateException.class, () -> queue.send(channel, ByteBuffer.allocate(10)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("outlives a peer to whose datagrams nobody listens")
    void unreachable(ThreadKind kind) throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        DatagramChannel peer = closing(DatagramChannel.open().bind(address));
        DatagramChannel near = closing(DatagramChannel.open().connect(peer.getLocalAddress()));
        SocketAddress place = peer.getLocalAddress();
        peer.close();
        SocketPort port = SocketPort.create(near, Set.of(), new SocketPortCallbacks() {});
        closing(port::invalidate);
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        for (int i = 0; i < 20; i++) {
            assertTrue(port.sendAll(bytes("nobody")), "datagram " + i);
        }
        DatagramChannel heir = closing(DatagramChannel.open().bind(place));
        assertTrue(port.sendAll(bytes("heir")));
        ByteBuffer heard = ByteBuffer.allocate(10);
        heir.receive(heard);
        assertEquals("heir", text(heard.flip()));
    }
}
