package dev.runloop.port.examples;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.MessagePort;
import dev.runloop.port.SocketCallback;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that do what no honest one does, to servers of socket ports and to a message port. */
@DisplayName("Abuse of ports:")
class PortAbuseTest extends ConcurrentTest {
    private static final String DIRECTORY = "dev.runloop.port.directory";
    private static final int HOSTILE_PEERS = 3;
    private static final int ANSWERS = 10;
    private static final int FLOOD = 1 << 20;

    @TempDir
    private Path folder;

    private final List<SocketChannel> hostile = new ArrayList<>();

    @BeforeEach
    void useOwnDirectory() {
        System.setProperty(DIRECTORY, folder.resolve("ports").toString());
    }

    @AfterEach
    void useUsualDirectory() throws IOException {
        System.clearProperty(DIRECTORY);
        for (SocketChannel each : hostile) {
            each.close();
        }
    }

    /** What a hostile peer does with its connection, which stays open unless it closes it. */
    private enum Abuse {
        SILENCE {
            @Override
            void commit(SocketChannel peer) {}
        },
        ONE_BYTE_AT_A_TIME {
            @Override
            void commit(SocketChannel peer) throws IOException {
                for (int i = 0; i < 100; i++) {
                    peer.write(ByteBuffer.allocate(1));
                }
            }
        },
        HALF_CLOSED {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.shutdownOutput();
            }
        },
        HALF_CLOSED_AFTER_A_FLOOD {
            @Override
            void commit(SocketChannel peer) throws IOException {
                flood(peer, ByteBuffer.allocate(FLOOD));
                peer.shutdownOutput();
            }
        },
        EARLY_CLOSE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.write(ByteBuffer.allocate(3));
                peer.close();
            }
        },
        RESET {
            @Override
            void commit(SocketChannel peer) throws IOException {
                reset(peer);
            }
        },
        RESET_AFTER_A_FLOOD {
            @Override
            void commit(SocketChannel peer) throws IOException {
                flood(peer, ByteBuffer.allocate(FLOOD));
                reset(peer);
            }
        },
        FLOOD_WITHOUT_READING {
            @Override
            void commit(SocketChannel peer) throws IOException {
                flood(peer, ByteBuffer.allocate(FLOOD));
            }
        },
        OVERSIZED_HEADER {
            @Override
            void commit(SocketChannel peer) throws IOException {
                flood(peer, StandardCharsets.US_ASCII.encode("GET / HTTP/1.1\r\nX: " + "x".repeat(FLOOD)));
            }
        },
        EMPTY_FRAMES {
            @Override
            void commit(SocketChannel peer) throws IOException {
                ByteBuffer frames = ByteBuffer.allocate(FLOOD);
                while (frames.remaining() >= 17) { // an empty message that wants no reply
                    frames.putInt(13).put((byte) 1).putLong(0).putInt(0);
                }
                flood(peer, frames.flip());
            }
        };

        abstract void commit(SocketChannel peer) throws IOException;

        /** As much as is taken. */
        private static void flood(SocketChannel peer, ByteBuffer bytes) throws IOException {
            peer.configureBlocking(false);
            while (bytes.hasRemaining() && peer.write(bytes) > 0) {
                // goes on
            }
        }

        private static void reset(SocketChannel peer) throws IOException {
            if (peer.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            peer.close();
        }
    }

    private static Stream<Arguments> abuses() {
        return Stream.of(Abuse.values())
                .flatMap(abuse -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(abuse, kind)));
    }

    /** Peers that begin before the well-behaved client, and peers that come between its requests. */
    private void abuse(Abuse abuse, SocketAddress victim, Action request) throws Exception {
        for (int i = 0; i < HOSTILE_PEERS; i++) {
            commit(abuse, victim);
        }
        for (int i = 0; i < ANSWERS; i++) {
            request.run();
            commit(abuse, victim);
        }
    }

    private void commit(Abuse abuse, SocketAddress victim) throws IOException {
        SocketChannel peer = SocketChannel.open(victim);
        hostile.add(peer);
        try {
            abuse.commit(peer);
        } catch (IOException e) {
            // the victim has had enough, and hung up
        }
    }

    private static void read(SocketChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining() && channel.read(into) >= 0) {
            // goes on
        }
    }

    @ParameterizedTest
    @MethodSource("abuses")
    @DisplayName("an echo server goes on answering others")
    void echo(Abuse abuse, ThreadKind kind) throws Exception {
        var server = new EchoServer(startLoop(kind).loop());
        closing(server::stop);
        try (SocketChannel client = SocketChannel.open(server.address())) {
            abuse(abuse, server.address(), () -> {
                ByteBuffer answer = ByteBuffer.allocate(5);
                client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
                read(client, answer);
                assertEquals(
                        "hello", StandardCharsets.US_ASCII.decode(answer.flip()).toString());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("abuses")
    @DisplayName("a web server goes on answering others, whole")
    void web(Abuse abuse, ThreadKind kind) throws Exception {
        var server = new HelloServer(startLoop(kind).loop());
        closing(server::stop);
        abuse(abuse, server.address(), () -> {
            try (SocketChannel client = SocketChannel.open(server.address())) {
                client.write(StandardCharsets.US_ASCII.encode("GET / HTTP/1.0\r\n\r\n"));
                ByteBuffer answer = ByteBuffer.allocate(1_000);
                read(client, answer);
                String text = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
                assertEquals("hello, world\r\n", text.substring(text.indexOf("\r\n\r\n") + 4));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("abuses")
    @DisplayName("a message port goes on answering others")
    void messages(Abuse abuse, ThreadKind kind) throws Exception {
        RunLoopThread server = startLoop(kind);
        server.loop().setExceptionHandler((_, _) -> {}); // hears of what is no frame
        var port = MessagePort.createLocal("victim", (_, _, data) -> data);
        closing(port::invalidate);
        port.schedule(server.loop(), RunLoopMode.DEFAULT);
        var remote = MessagePort.createRemote("victim").orElseThrow();
        closing(remote::invalidate);
        var socket = UnixDomainSocketAddress.of(folder.resolve("ports").resolve("n-victim.socket"));
        abuse(abuse, socket, () -> {
            var result = remote.sendRequest(1, ByteBuffer.allocate(9), PATIENCE, PATIENCE, RunLoopMode.DEFAULT);
            assertEquals(9, result.reply().remaining(), () -> "answer: " + result);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a pass takes one connection, and one buffer of each connection, however much there is")
    void workOfAPass(ThreadKind kind) throws Exception {
        var accepted = new ArrayList<SocketPort>();
        var sizes = new ArrayList<Integer>();
        Thread victim = start(kind, () -> {
            RunLoop loop = RunLoop.current();
            var counting = new SocketPortCallbacks() {
                @Override
                public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
                    sizes.add(data.remaining());
                }

                @Override
                public void accepted(SocketPort server, SocketChannel connection) {
                    accepted.add(port(connection, DATA, this));
                }
            };
            var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketPort port = port(server, ACCEPT, counting);
            for (int i = 0; i < HOSTILE_PEERS; i++) {
                commit(Abuse.FLOOD_WITHOUT_READING, server.getLocalAddress());
            }
            for (int pass = 1; pass <= 4 * HOSTILE_PEERS; pass++) {
                sizes.clear();
                loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
                assertTrue(accepted.size() <= pass, accepted.size() + " accepted in " + pass + " passes");
                assertTrue(sizes.size() <= accepted.size(), sizes.size() + " deliveries of " + accepted.size());
                assertTrue(sizes.stream().allMatch(size -> size <= 1 << 16), sizes::toString);
            }
            assertEquals(HOSTILE_PEERS, accepted.size());
            accepted.forEach(SocketPort::invalidate);
            port.invalidate();
        });
        victim.join();
    }

    private static SocketPort port(SelectableChannel channel, SocketCallback type, SocketPortCallbacks callbacks) {
        try {
            SocketPort port = SocketPort.create(channel, Set.of(type), callbacks);
            port.schedule(RunLoop.current(), RunLoopMode.DEFAULT);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
