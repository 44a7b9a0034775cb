package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.abuse.TlsPeer;
import dev.runloop.internal.Intake;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Input that yields nothing")
class BoundedIntakeTest extends SocketTest {
    private static final int MANY = 2_000;
    private static final int MOST_PER_PASS = 2 * (Intake.MOST_OPERATIONS + 1); // by a source and a watch
    private static SSLContext context;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        context = Certificates.make(folder, "ip:127.0.0.1").context();
    }

    private static SSLEngine engine(boolean client, String protocol) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private StreamPair accepted(SSLEngine engine) throws Exception {
        StreamPair pair = closing(StreamPair.of(server.accept()));
        pair.input().setProperty(StreamProperty.SSL_ENGINE, engine);
        pair.input().open();
        return pair;
    }

    private SocketChannel connected() throws Exception {
        return closing(SocketChannel.open(server.getLocalAddress()));
    }

    /** Runs passes until something has happened: the greatest number of what was counted in one of them. */
    private static int mostInAPass(RunLoop loop, IntSupplier count, BooleanSupplier happened) {
        int most = 0;
        long start = System.nanoTime();
        while (!happened.getAsBoolean()) {
            int before = count.getAsInt();
            pass(loop);
            most = Math.max(most, count.getAsInt() - before);
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "does not happen");
        }
        return most;
    }

    private void expectTurns(ThreadKind kind, CountingEngine engine, StreamPair pair, int records) throws Exception {
        onLoop(kind, loop -> {
            noteAndRead(pair.input(), 10);
            pair.input().schedule(loop, MODE);
            int before = engine.unwraps.get();
            int most = mostInAPass(loop, engine.unwraps::get, () -> trace.contains("x"));
            assertTrue(engine.unwraps.get() - before >= records, "all has been looked at");
            assertTrue(most <= MOST_PER_PASS, "most in a pass: " + most);
            assertEquals(List.of("HAS_BYTES_AVAILABLE", "x"), trace.subList(0, 2)); // and nothing before
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is taken in turns: changes of keys")
    void changesOfKeys(ThreadKind kind) throws Exception {
        int records = 300;
        var peer = new TlsPeer(connected(), engine(true, "TLSv1.3"));
        var engine = new CountingEngine(engine(false, "TLSv1.3"));
        StreamPair pair = accepted(engine);
        Thread sending = start(kind, () -> {
            peer.handshake();
            peer.send(peer.changesOfKeys(records));
            peer.send(peer.record(bytes("x")));
        });
        assertTrue(sending.join(PATIENCE));
        until(() -> pair.input().status() == StreamStatus.OPEN);
        expectTurns(kind, engine, pair, records);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is taken in turns: records without content")
    void emptyRecords(ThreadKind kind) throws Exception {
        SocketChannel peer = connected();
        var engine = new FramingEngine(engine(false, "TLSv1.3"));
        StreamPair pair = accepted(engine);
        byte[] records = Arrays.copyOf(new byte[0], MANY + 2);
        records[MANY] = 1;
        records[MANY + 1] = 'x';
        peer.write(ByteBuffer.wrap(records));
        until(() -> pair.input().status() == StreamStatus.OPEN);
        expectTurns(kind, engine, pair, MANY);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not keep a reader without a loop from what follows")
    void blockingReader(ThreadKind kind) throws Exception {
        SocketChannel peer = connected();
        StreamPair pair = accepted(new FramingEngine(engine(false, "TLSv1.3")));
        Thread reader = start(kind, () -> assertEquals("x", text(pair.input(), 10)));
        peer.write(ByteBuffer.allocate(MANY));
        peer.write(ByteBuffer.wrap(new byte[] {1, 'x'}));
        assertTrue(reader.join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused if it asks to agree once more")
    void renegotiation(ThreadKind kind) throws Exception {
        var peer = new TlsPeer(connected(), engine(true, "TLSv1.2"));
        StreamPair pair = accepted(engine(false, "TLSv1.2"));
        Thread sending = start(kind, () -> {
            peer.handshake();
            peer.send(peer.changesOfKeys(1));
        });
        onLoop(kind, loop -> {
            noteAndRead(pair.input(), 10);
            pair.input().schedule(loop, MODE);
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            var reason = pair.input().streamError().orElseThrow();
            assertTrue(reason instanceof SSLException && reason.getMessage().contains("once more"), reason.toString());
        });
        assertTrue(sending.join(PATIENCE));
    }

    /** Publishes as much as is asked for, at once and on the thread that asks; all but the last without bytes. */
    private record Nothings(AtomicInteger published) implements Flow.Publisher<ByteBuffer> {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    for (long i = 0; i < count; i++) {
                        int number = published.incrementAndGet();
                        subscriber.onNext(number < MANY ? ByteBuffer.allocate(0) : bytes("x"));
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is taken in turns: buffers without bytes, which are not told of")
    void emptyBuffers(ThreadKind kind) throws Exception {
        var published = new AtomicInteger();
        onLoop(kind, loop -> {
            try (ReadStream stream = ReadStream.ofPublisher(new Nothings(published))) {
                noteAndRead(stream, 1);
                stream.schedule(loop, MODE);
                stream.open();
                int most = mostInAPass(loop, published::get, () -> trace.contains("x"));
                assertTrue(most <= MOST_PER_PASS, "most in a pass: " + most);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "x"), trace.subList(0, 3));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not keep a reader of a publisher from what follows")
    void blockingReaderOfPublisher(ThreadKind kind) throws Exception {
        Thread reader = start(kind, () -> {
            try (ReadStream stream = ReadStream.ofPublisher(new Nothings(new AtomicInteger()))) {
                stream.open();
                assertEquals("x", text(stream, 1));
            }
        });
        assertTrue(reader.join(PATIENCE));
    }
}
