package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopTimer;
import dev.runloop.abuse.TlsPeer;
import dev.runloop.internal.Intake;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that do what no honest one does, to a server of streams that echoes. */
@DisplayName("Abuse of streams:")
class StreamAbuseTest extends SocketTest {
    private static final int HOSTILE_PEERS = 1;
    private static final int REQUESTS = 2;
    private static final int FLOOD = 1 << 18;
    private static SSLContext context;

    private final List<StreamPair> served = new CopyOnWriteArrayList<>();
    private final AtomicInteger mostUnwraps = new AtomicInteger();

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        context = Certificates.make(folder, "ip:127.0.0.1").context();
    }

    /** What a hostile peer does with its connection, which stays open unless it closes it. */
    enum Abuse {
        SILENCE {
            @Override
            void commit(SocketChannel peer) {}
        },
        BEGINNING_OF_A_HANDSHAKE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 1, 0, 1}));
            }
        },
        GARBAGE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.write(ByteBuffer.allocate(FLOOD));
            }
        },
        HALF_CLOSED_AT_ONCE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.shutdownOutput();
            }
        },
        RESET_AT_ONCE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                reset(peer);
            }
        },
        RESET_IN_THE_HANDSHAKE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                peer.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 1, 0, 1}));
                reset(peer);
            }
        },
        RESET_AFTER_THE_HANDSHAKE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                agreed(peer, "TLSv1.3");
                reset(peer);
            }
        },
        CUT_AFTER_THE_HANDSHAKE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                agreed(peer, "TLSv1.3");
                peer.close();
            }
        },
        HALF_CLOSED_IN_A_RECORD {
            @Override
            void commit(SocketChannel peer) throws IOException {
                TlsPeer tls = agreed(peer, "TLSv1.3");
                peer.write(ByteBuffer.wrap(tls.record(bytes("hello"))).limit(9));
                peer.shutdownOutput();
            }
        },
        ONE_BYTE_AT_A_TIME {
            @Override
            void commit(SocketChannel peer) throws IOException {
                for (byte each : agreed(peer, "TLSv1.3").record(bytes("hello"))) {
                    peer.write(ByteBuffer.wrap(new byte[] {each}));
                }
            }
        },
        CHANGES_OF_KEYS {
            @Override
            void commit(SocketChannel peer) throws IOException {
                TlsPeer tls = agreed(peer, "TLSv1.3");
                tls.send(tls.changesOfKeys(100));
            }
        },
        RENEGOTIATION {
            @Override
            void commit(SocketChannel peer) throws IOException {
                TlsPeer tls = agreed(peer, "TLSv1.2");
                tls.send(tls.changesOfKeys(1));
            }
        },
        GARBAGE_AFTER_THE_HANDSHAKE {
            @Override
            void commit(SocketChannel peer) throws IOException {
                agreed(peer, "TLSv1.3").send(new byte[FLOOD]);
            }
        },
        FLOOD_WITHOUT_READING {
            @Override
            void commit(SocketChannel peer) throws IOException {
                TlsPeer tls = agreed(peer, "TLSv1.3");
                peer.configureBlocking(false);
                for (int i = 0; i < 100; i++) {
                    ByteBuffer record = ByteBuffer.wrap(tls.record(ByteBuffer.allocate(10_000)));
                    if (peer.write(record) == 0 || record.hasRemaining()) {
                        break; // as much as is taken
                    }
                }
            }
        };

        abstract void commit(SocketChannel peer) throws IOException;

        private static TlsPeer agreed(SocketChannel peer, String protocol) throws IOException {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {protocol});
            var tls = new TlsPeer(peer, engine);
            tls.handshake();
            return tls;
        }
    }

    private static Stream<Arguments> abuses() {
        return Stream.of(Abuse.values())
                .flatMap(abuse -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(abuse, kind)));
    }

    /** Serves the next connection: echoes, a buffer of input for each of output, and counts what a pass takes. */
    private void serveNext(RunLoop loop, boolean secured) throws IOException {
        StreamPair pair = closing(StreamPair.of(server.accept()));
        served.add(pair);
        if (secured) {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            var counting = new CountingEngine(engine);
            pair.input().setProperty(StreamProperty.SSL_ENGINE, counting);
            countPerPass(loop, counting);
        }
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        pair.input().setClient((in, event) -> {
            switch (event) {
                case HAS_BYTES_AVAILABLE -> {
                    in.read(bytes.clear());
                    pair.output().write(bytes.flip());
                    if (bytes.hasRemaining()) {
                        pair.close(); // the other end does not read
                    }
                }
                case END_ENCOUNTERED, ERROR_OCCURRED -> pair.close();
                default -> {}
            }
        });
        pair.input().schedule(loop, RunLoopMode.DEFAULT);
        pair.input().open();
        pair.output().open();
    }

    private void countPerPass(RunLoop loop, CountingEngine engine) {
        engine.counted = loop.thread(); // the handshake is not on the loop
        int[] before = {0};
        loop.add(
                RunLoopObserver.create(Set.of(RunLoopActivity.BEFORE_TIMERS), true, 0, (self, activity) -> {
                    int now = engine.unwraps.get();
                    mostUnwraps.accumulateAndGet(now - before[0], Math::max);
                    before[0] = now;
                }),
                RunLoopMode.DEFAULT);
    }

    private SocketChannel commit(Abuse abuse, RunLoop loop) throws Exception {
        SocketChannel peer = closing(SocketChannel.open(server.getLocalAddress()));
        serveNext(loop, true);
        try {
            abuse.commit(peer);
        } catch (IOException e) {
            // the victim has had enough, and hung up
        }
        return peer;
    }

    @ParameterizedTest
    @MethodSource("abuses")
    @DisplayName("others are answered, timers fire, and a pass takes a turn of input at most")
    void othersAreServed(Abuse abuse, ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        var ticks = new AtomicInteger();
        loop.add(RunLoopTimer.repeating(Duration.ofMillis(10), timer -> ticks.incrementAndGet()), RunLoopMode.DEFAULT);
        StreamPair honest = connecting();
        honest.input().setProperty(StreamProperty.SSL_CONTEXT, context);
        honest.input().open();
        honest.output().open();
        serveNext(loop, true);
        List<SocketChannel> hostile = new ArrayList<>();
        for (int i = 0; i < HOSTILE_PEERS; i++) {
            hostile.add(commit(abuse, loop));
        }
        for (int i = 0; i < REQUESTS; i++) {
            assertEquals(5, honest.output().write(bytes("hello")));
            assertEquals("hello", text(honest.input(), 5));
            hostile.add(commit(abuse, loop));
        }
        int before = ticks.get();
        until(() -> ticks.get() > before + 1);
        assertTrue(mostUnwraps.get() <= 2 * (Intake.MOST_OPERATIONS + 1), "in a pass: " + mostUnwraps);
        for (SocketChannel peer : hostile) {
            peer.close();
        }
        honest.close();
        until(() -> served.stream().allMatch(pair -> pair.input().status().isFinal())); // nobody is forgotten
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("descriptors and threads are given back, whatever has been done, in the clear or not")
    void nothingIsLost(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        abuseAll(loop);
        long descriptors = descriptors();
        long threads = Thread.getAllStackTraces().size();
        for (int round = 0; round < 2; round++) {
            abuseAll(loop);
        }
        until(() ->
                descriptors() <= descriptors + 3 && Thread.getAllStackTraces().size() <= threads + 3);
    }

    private void abuseAll(RunLoop loop) throws Exception {
        boolean speaks = false;
        for (Abuse abuse : Abuse.values()) {
            commit(abuse, loop).close();
            SocketChannel peer = SocketChannel.open(server.getLocalAddress());
            serveNext(loop, false);
            speaks = !speaks;
            if (speaks) {
                peer.write(bytes("hello"));
            }
            reset(peer);
        }
        until(() -> served.stream().allMatch(pair -> pair.input().status().isFinal()));
        served.clear();
    }
}
