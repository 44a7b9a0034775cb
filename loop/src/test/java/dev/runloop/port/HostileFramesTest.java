package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.MessageResult.Status;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code -Drunloop.frames=1000000 -Drunloop.kills=100 -Drunloop.connections=10000} makes these as large as one likes.
 */
@DisplayName("What is no message:")
class HostileFramesTest extends MessageTesting {
    private static final int FRAMES = Integer.getInteger("runloop.frames", 2_000);
    private static final int KILLS = Integer.getInteger("runloop.kills", 2);
    private static final int CONNECTIONS = Integer.getInteger("runloop.connections", 500);
    private static final long SEED = Long.getLong("runloop.seed", 31);

    private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

    private RunLoop server(ThreadKind kind) throws IOException {
        RunLoop loop = loop(kind);
        loop.setExceptionHandler((thread, e) -> told.add(e));
        echo(loop, "victim");
        return loop;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("ports").resolve("n-victim.socket")));
        return channel;
    }

    private static ByteBuffer frame(int bytes) {
        return new MessageFrame(MessageFrame.REQUEST, 5, 6, ByteBuffer.allocate(bytes)).encode();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a frame that is too long, too short or of no known kind ends its connection, and no other")
    void malformedFrames(ThreadKind kind) throws Exception {
        server(kind);
        RunLoop client = loop(kind);
        RemoteMessagePort good = remote(client, "victim");
        List<ByteBuffer> bad = List.of(
                frame(8).putInt(0, Integer.MAX_VALUE),
                frame(8).putInt(0, MessagePort.DEFAULT_MOST_BYTES + MessageFrame.HEAD_BYTES + 1),
                frame(8).putInt(0, MessageFrame.HEAD_BYTES - 1),
                frame(8).putInt(0, 0),
                frame(8).putInt(0, -1),
                frame(8).put(4, (byte) 0),
                frame(8).put(4, (byte) 99),
                frame(8).put(4, MessageFrame.REPLY));
        for (ByteBuffer frame : bad) {
            try (SocketChannel channel = connect()) {
                channel.write(frame);
                assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
            }
            assertEquals(Status.SUCCESS, request(client, good, 1, "").status());
        }
        assertEquals(bad.size(), told.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a frame may come in pieces, or many in one piece")
    void pieces(ThreadKind kind) throws Exception {
        server(kind);
        try (SocketChannel channel = connect()) {
            ByteBuffer frames = ByteBuffer.allocate(3 * frame(10).remaining());
            frames.put(frame(10)).put(frame(10)).put(frame(10)).flip();
            for (int i = 0; i < 40; i++) {
                channel.write(frames.duplicate().limit(i + 1).position(i));
            }
            channel.write(frames.position(40));
            var replies = ByteBuffer.allocate(3 * (MessageFrame.LENGTH_BYTES + MessageFrame.HEAD_BYTES + 12));
            while (replies.hasRemaining()) {
                assertTrue(channel.read(replies) > 0, "the connection has ended");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("mutated frames in great number hurt nobody")
    void mutatedFrames(ThreadKind kind) throws Exception {
        System.out.println("seed " + SEED);
        var random = new SplittableRandom(SEED);
        server(kind);
        RunLoop client = loop(kind);
        RemoteMessagePort good = remote(client, "victim");
        request(client, good, 1, ""); // it has been accepted by now
        long before = descriptors();
        SocketChannel channel = connect();
        for (int i = 0; i < FRAMES; i++) {
            ByteBuffer frame = frame(random.nextInt(64));
            for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
                frame.put(random.nextInt(frame.limit()), (byte) random.nextInt());
            }
            if (random.nextInt(10) == 0) {
                frame.limit(random.nextInt(frame.limit()));
            }
            try {
                channel.write(frame);
                channel.configureBlocking(false);
                channel.read(ByteBuffer.allocate(1_000));
                channel.configureBlocking(true);
            } catch (IOException e) {
                channel.close(); // by the other end, for good reason
            }
            if (!channel.isOpen() || random.nextInt(20) == 0) {
                channel.close();
                channel = connect();
            }
        }
        channel.close();
        assertEquals(Status.SUCCESS, request(client, good, 1, "").status());
        until(() -> descriptors() <= before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("connections that come and go leave no descriptor behind")
    void connectionsComeAndGo(ThreadKind kind) throws Exception {
        server(kind);
        RunLoop client = loop(kind);
        RemoteMessagePort good = remote(client, "victim");
        request(client, good, 1, "");
        long before = descriptors();
        for (int i = 0; i < CONNECTIONS; i++) {
            RemoteMessagePort port = remote(client, "victim");
            if (i % 2 == 0) {
                request(client, port, i, "x");
            }
            port.invalidate();
        }
        until(() -> descriptors() <= before);
        assertEquals(Status.SUCCESS, request(client, good, 1, "").status());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a peer that is killed in the middle of a message leaves nothing behind")
    void killedPeers(ThreadKind kind) throws Exception {
        server(kind);
        RunLoop client = loop(kind);
        RemoteMessagePort good = remote(client, "victim");
        request(client, good, 1, "");
        long before = descriptors();
        for (int i = 0; i < KILLS; i++) {
            Process peer = peer("half", "victim");
            assertEquals("half", line(peer));
            peer.destroyForcibly().waitFor();
            peer.getInputStream().close();
            peer.getOutputStream().close();
            peer.getErrorStream().close();
            assertEquals(Status.SUCCESS, request(client, good, i, "").status());
        }
        until(() -> descriptors() <= before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a client that does not read its replies is not read from, and others are served")
    void slowReader(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        local(loop, "victim", (port, id, data) -> ByteBuffer.allocate(1 << 20));
        RunLoop client = loop(kind);
        RemoteMessagePort good = remote(client, "victim");
        try (SocketChannel channel = connect()) {
            for (int i = 0; i < 10; i++) {
                channel.write(frame(0));
            }
            assertEquals(1 << 20, request(client, good, 1, "").reply().remaining());
            var reply = ByteBuffer.allocate(10 * (MessageFrame.LENGTH_BYTES + MessageFrame.HEAD_BYTES + (1 << 20)));
            while (reply.hasRemaining()) {
                assertTrue(channel.read(reply) > 0, "the connection has ended");
            }
        }
        runFor(loop, java.time.Duration.ofMillis(1));
        assertEquals(RunLoopMode.DEFAULT, loop.currentMode().orElseThrow());
    }

    private static long descriptors() throws IOException {
        return SocketTesting.descriptors();
    }
}
