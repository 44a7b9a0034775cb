package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A connection")
class ConnectTest extends SocketTest {
    private static final InetAddress DEAD = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.3");
    private static final Duration BRIEF = Duration.ofMillis(50);
    private static final Duration LESS_BRIEF = Duration.ofSeconds(1); // so that the connect has begun

    /** Has {@link #DEAD} swallow what comes to the port of the server: its backlog is full. */
    private void fillBacklog() throws IOException {
        var hole = closing(ServerSocketChannel.open());
        try {
            hole.bind(new InetSocketAddress(DEAD, port()), 1);
        } catch (IOException e) {
            assumeTrue(false, "no other loopback address: " + e);
        }
        for (int i = 0; i < 4; i++) {
            var channel = closing(SocketChannel.open());
            channel.configureBlocking(false);
            channel.connect(hole.getLocalAddress());
        }
    }

    private StreamPair connecting(InetAddress... addresses) throws IOException {
        return closing(StreamPair.connecting("somewhere", port(), host -> addresses));
    }

    private IOException expectError(ThreadKind kind, StreamPair pair) throws Exception {
        onLoop(kind, loop -> {
            trace.clear();
            pair.input().setClient(note());
            pair.input().schedule(loop, MODE);
            pair.output().open();
            pair.input().open();
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
        });
        until(() -> pair.output().status() == StreamStatus.ERROR);
        return pair.input().streamError().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is made to the first address that answers, though one before it is dead")
    void deadAddress(ThreadKind kind) throws Exception {
        fillBacklog();
        long before = descriptors();
        onLoop(kind, loop -> {
            StreamPair pair = connecting(DEAD, NOBODY, LOOPBACK);
            pair.input().setClient(note());
            pair.input().schedule(loop, MODE);
            pair.input().open();
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertEquals(
                    server.getLocalAddress(),
                    pair.input().property(StreamProperty.SOCKET_REMOTE_ADDRESS).orElseThrow());
            pair.close();
        });
        until(() -> descriptors() <= before + 2); // those that lose are closed
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that cannot be made names all addresses that were tried, and why")
    void noneAnswers(ThreadKind kind) throws Exception {
        int port = port();
        server.close();
        StreamPair pair = closing(StreamPair.connecting(
                "somewhere", port, host -> new InetAddress[] {InetAddress.ofLiteral("::1"), LOOPBACK, NOBODY}));
        IOException error = expectError(kind, pair);
        assertInstanceOf(ConnectException.class, error);
        for (String part : new String[] {"somewhere", "0:0:0:1", "127.0.0.1", "127.0.0.3", "refused"}) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is given up when its limit is over: in the lookup, in the connect, in the handshake")
    void connectLimit(ThreadKind kind) throws Exception {
        fillBacklog();
        var never = new CountDownLatch(1);
        StreamPair lookup = closing(StreamPair.connecting("somewhere", port(), host -> {
            awaitQuietly(never);
            return new InetAddress[] {LOOPBACK};
        }));
        StreamPair connect = connecting(DEAD);
        StreamPair handshake = connecting(LOOPBACK);
        handshake.input().setProperty(StreamProperty.SSL_CONTEXT, SSLContext.getDefault());
        for (StreamPair pair : List.of(lookup, connect, handshake)) {
            Duration limit = pair == connect ? LESS_BRIEF : BRIEF;
            assertTrue(pair.output().setProperty(StreamProperty.CONNECT_LIMIT, limit));
            assertInstanceOf(SocketTimeoutException.class, expectError(kind, pair));
        }
        assertTrue(connect.input().streamError().orElseThrow().getMessage().contains("127.0.0.2"));
        server.accept().close(); // the last one's
        SocketChannel silent = closing(SocketChannel.open(server.getLocalAddress()));
        StreamPair slow = closing(StreamPair.of(server.accept()));
        slow.input().setProperty(StreamProperty.CONNECT_LIMIT, BRIEF);
        slow.input().setProperty(StreamProperty.SSL_CONTEXT, SSLContext.getDefault());
        assertInstanceOf(SocketTimeoutException.class, expectError(kind, slow)); // as a server too
        assertTrue(silent.isOpen());
        never.countDown();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that is silent fails when its limit for that is over, and not while something is transferred")
    void idleLimit(ThreadKind kind) throws Exception {
        StreamPair pair = connecting();
        assertTrue(pair.input().setProperty(StreamProperty.IDLE_LIMIT, BRIEF));
        assertInstanceOf(SocketTimeoutException.class, expectError(kind, pair));
        StreamPair lively = connecting();
        lively.input().setProperty(StreamProperty.IDLE_LIMIT, PATIENCE);
        lively.input().open();
        until(() -> lively.input().status() == StreamStatus.OPEN);
        StreamPair waiting = connecting();
        waiting.input().setProperty(StreamProperty.IDLE_LIMIT, BRIEF);
        waiting.input().open();
        Thread reader = start(kind, () -> assertEquals(-1, waiting.input().read(new byte[1])));
        assertTrue(reader.join(PATIENCE));
        assertEquals(StreamStatus.OPEN, lively.input().status());
    }

    @Test
    @DisplayName("knows its limits, which are positive, and are set before it is opened")
    void limits() throws Exception {
        StreamPair pair = connecting();
        assertEquals(
                Duration.ofMinutes(1),
                pair.input().property(StreamProperty.CONNECT_LIMIT).orElseThrow());
        assertFalse(pair.input().property(StreamProperty.IDLE_LIMIT).isPresent());
        for (Duration limit : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pair.input().setProperty(StreamProperty.CONNECT_LIMIT, limit));
            assertThrows(
                    IllegalArgumentException.class, () -> pair.output().setProperty(StreamProperty.IDLE_LIMIT, limit));
        }
        Duration forever = ChronoUnit.FOREVER.getDuration();
        assertTrue(pair.input().setProperty(StreamProperty.CONNECT_LIMIT, forever));
        assertTrue(pair.input().setProperty(StreamProperty.IDLE_LIMIT, forever));
        pair.input().open();
        until(() -> pair.input().status() == StreamStatus.OPEN);
        assertEquals(forever, pair.output().property(StreamProperty.IDLE_LIMIT).orElseThrow());
        assertFalse(pair.output().setProperty(StreamProperty.IDLE_LIMIT, BRIEF));
        assertFalse(ReadStream.ofFile(folder).setProperty(StreamProperty.CONNECT_LIMIT, BRIEF));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is made to the path of a Unix-domain socket")
    void unixDomain(ThreadKind kind) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(address);
            onLoop(kind, loop -> {
                StreamPair pair = closing(StreamPair.connecting(address));
                noteAndRead(pair.input(), 10);
                pair.input().schedule(loop, MODE);
                pair.input().open();
                pair.output().open();
                StreamPair served = closing(StreamPair.of(listening.accept()));
                served.output().open();
                served.output().write(bytes("hello"));
                served.close();
                runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
                assertTrue(trace.contains("hello"), trace::toString);
                assertEquals(
                        address,
                        pair.input()
                                .property(StreamProperty.SOCKET_REMOTE_ADDRESS)
                                .orElseThrow());
            });
        }
        StreamPair late = closing(StreamPair.connecting(address));
        assertInstanceOf(ConnectException.class, expectError(kind, late));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("to a Unix-domain socket whose owner is stuck ends by the limit, or when it is closed")
    void stuckUnixDomain(ThreadKind kind) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        List<StreamPair> pairs = new ArrayList<>();
        try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(address, 1);
            for (int i = 0; i < 4; i++) {
                StreamPair pair = closing(StreamPair.connecting(address));
                pair.input().setProperty(StreamProperty.CONNECT_LIMIT, LESS_BRIEF);
                pair.input().open();
                pairs.add(pair);
            }
            pairs.getFirst().close();
            assertInstanceOf(SocketTimeoutException.class, expectOneToFail(pairs));
        }
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("runloop-lookup")));
    }

    private IOException expectOneToFail(List<StreamPair> pairs) {
        until(() -> pairs.stream().anyMatch(pair -> pair.input().status() == StreamStatus.ERROR));
        return pairs.stream()
                .flatMap(pair -> pair.input().streamError().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("that is closed while it is being made lets go of all that it has opened")
    void closedMeanwhile() throws Exception {
        fillBacklog();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            StreamPair pair = connecting(DEAD, DEAD);
            if (i % 2 == 0) {
                pair.input().setProperty(StreamProperty.SSL_CONTEXT, SSLContext.getDefault());
            }
            pair.input().open();
            pair.output().open();
            pair.close();
            assertEquals(StreamStatus.CLOSED, pair.input().status());
        }
        until(() -> descriptors() <= before + 3);
    }
}
