package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Streams over a secured socket")
class TlsStreamTest extends SocketTest {
    private static SSLContext context;
    private static SSLContext contextForAnotherHost;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        context = Certificates.make(folder, "ip:127.0.0.1").context();
        contextForAnotherHost =
                Certificates.make(folder, "dns:elsewhere.example").context();
    }

    private StreamPair client(SSLContext trusting) throws Exception {
        StreamPair pair = connecting();
        assertTrue(pair.input().setProperty(StreamProperty.SSL_CONTEXT, trusting));
        return pair;
    }

    private StreamPair acceptSecured(SSLContext presenting) throws Exception {
        StreamPair pair = closing(StreamPair.of(server.accept()));
        assertTrue(pair.output().setProperty(StreamProperty.SSL_CONTEXT, presenting));
        return pair;
    }

    private static void open(StreamPair pair) {
        assertTrue(pair.input().open());
        assertTrue(pair.output().open());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("carry the bytes both ways, driven by the events of one loop")
    void echo(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair client = client(context);
            noteAndRead(client.input(), 100);
            client.input().schedule(loop, MODE);
            open(client);
            StreamPair served = acceptSecured(context);
            served.input().setClient((in, event) -> {
                if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                    ByteBuffer bytes = ByteBuffer.allocate(100);
                    in.read(bytes);
                    served.output().write(bytes.flip());
                } else if (event == StreamEvent.END_ENCOUNTERED) {
                    served.close();
                }
            });
            served.input().schedule(loop, MODE);
            open(served);
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertEquals(5, client.output().write(bytes("hello")));
            runUntil(loop, () -> trace.contains("hello"));
            client.output().close();
            runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
            assertTrue(client.input()
                    .property(StreamProperty.SSL_SESSION)
                    .orElseThrow()
                    .getProtocol()
                    .startsWith("TLSv1."));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("carry much, between loops, by the engines that they are given")
    void muchBetweenLoops(String protocol) throws Exception {
        RunLoop loop = startLoop(ThreadKind.VIRTUAL).loop();
        byte[] content = new byte[3 << 20];
        long seed = 5_246;
        new Random(seed).nextBytes(content);
        StreamPair client = connecting();
        SSLEngine engine = context.createSSLEngine("127.0.0.1", port());
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        assertTrue(client.output().setProperty(StreamProperty.SSL_ENGINE, engine));
        var left = ByteBuffer.wrap(content);
        client.output().setClient((out, event) -> {
            if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                if (left.hasRemaining()) {
                    out.write(left);
                } else {
                    out.close();
                }
            }
        });
        client.output().schedule(loop, RunLoopMode.DEFAULT);
        open(client);
        StreamPair served = acceptSecured(context);
        var received = new CRC32();
        var ended = new CountDownLatch(1);
        ByteBuffer some = ByteBuffer.allocate(10_000);
        served.input().setClient((in, event) -> {
            if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                in.read(some.clear());
                received.update(some.flip());
            } else if (event == StreamEvent.END_ENCOUNTERED) {
                ended.countDown();
            }
        });
        served.input().schedule(startLoop(ThreadKind.PLATFORM).loop(), RunLoopMode.DEFAULT);
        open(served);
        await(ended);
        var expected = new CRC32();
        expected.update(content);
        assertEquals(expected.getValue(), received.getValue(), "seed " + seed);
        assertEquals(
                protocol,
                served.input()
                        .property(StreamProperty.SSL_SESSION)
                        .orElseThrow()
                        .getProtocol());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("block a reader and a writer until there is something, or room")
    void blocking(ThreadKind kind) throws Exception {
        int size = 4 << 20;
        StreamPair client = client(context);
        open(client);
        StreamPair served = acceptSecured(context);
        open(served);
        Thread writer = start(kind, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining()) {
                assertTrue(client.output().write(bytes) > 0);
            }
            client.output().close();
        });
        Thread reader = start(kind, () -> {
            long received = 0;
            byte[] some = new byte[50_000];
            for (int count = served.input().read(some);
                    count > 0;
                    count = served.input().read(some)) {
                received += count;
            }
            assertEquals(size, received);
        });
        assertTrue(writer.join(PATIENCE) && reader.join(PATIENCE));
        assertEquals(StreamStatus.AT_END, served.input().status());
    }

    @Test
    @DisplayName("can be polled")
    void polling() throws Exception {
        StreamPair client = client(context);
        open(client);
        StreamPair served = acceptSecured(context);
        open(served);
        until(() -> client.input().status() == StreamStatus.OPEN);
        assertFalse(client.input().hasBytesAvailable()); // though records of the protocol may have come
        served.output().write(bytes("xy"));
        until(client.input()::hasBytesAvailable);
        assertEquals("x", text(client.input(), 1));
        assertTrue(client.input().hasBytesAvailable());
        assertEquals("y", text(client.input(), 5));
        assertFalse(client.input().hasBytesAvailable());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell of the rest of a record that was read in part, for which the socket has nothing more")
    void restOfARecord(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair client = client(context);
            noteAndRead(client.input(), 1);
            client.input().schedule(loop, MODE);
            open(client);
            StreamPair served = acceptSecured(context);
            open(served);
            served.output().write(bytes("abc"));
            runUntil(loop, () -> trace.contains("c"));
            long passes = loop.metrics().passes();
            loop.runInMode(MODE, Duration.ofMillis(50), false);
            assertTrue(loop.metrics().passes() - passes < 5, "spins");
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not tell of bytes for records that bring none, such as half of one")
    void halfARecord(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair client = client(context);
            noteAndRead(client.input(), 10);
            client.input().schedule(loop, MODE);
            SocketChannel[] raw = new SocketChannel[1];
            Thread serving = start(kind, () -> {
                raw[0] = accept();
                var peer = new TlsTransport(raw[0], serverEngine());
                peer.handshake();
            });
            open(client);
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertTrue(serving.join(PATIENCE));
            raw[0].write(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 50, 1, 2, 3})); // 3 of 50 bytes
            loop.runInMode(MODE, Duration.ofMillis(50), false);
            assertEquals(List.of("OPEN_COMPLETED"), trace);
            raw[0].write(ByteBuffer.wrap(new byte[47])); // the rest is not what it should be
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            assertInstanceOf(SSLException.class, client.input().streamError().orElseThrow());
        });
    }

    private static SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private void expectFailureToOpen(ThreadKind kind, SSLContext presenting, SSLContext trusting) throws Exception {
        onLoop(kind, loop -> {
            StreamPair client = client(trusting);
            client.input().setClient(note());
            client.input().schedule(loop, MODE);
            open(client);
            StreamPair served = acceptSecured(presenting);
            open(served);
            runUntil(loop, () -> !trace.isEmpty());
            assertEquals(List.of("ERROR_OCCURRED"), trace);
            assertInstanceOf(
                    SSLHandshakeException.class, client.input().streamError().orElseThrow());
            byte[] byteFromNobody = new byte[1];
            assertEquals(-1, served.input().read(byteFromNobody)); // has been told why, by an alert
            assertTrue(served.input().streamError().orElseThrow().getMessage().contains("certificate"));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fail to open for a certificate that nobody trusts, and tell the other end")
    void untrustedCertificate(ThreadKind kind) throws Exception {
        expectFailureToOpen(kind, context, SSLContext.getDefault());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fail to open for a certificate that is for another host, and tell the other end")
    void certificateOfAnotherHost(ThreadKind kind) throws Exception {
        expectFailureToOpen(kind, contextForAnotherHost, contextForAnotherHost);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fail to open if the other end does not know the protocol, or goes away")
    void noTlsThere(ThreadKind kind) throws Exception {
        for (String answer : new String[] {"HTTP/1.1 400 Bad Request\r\n\r\n", ""}) {
            onLoop(kind, loop -> {
                trace.clear();
                StreamPair client = client(context);
                client.output().setClient(note());
                client.output().schedule(loop, MODE);
                open(client);
                SocketChannel peer = accept();
                write(peer, answer);
                peer.shutdownOutput();
                runUntil(loop, () -> !trace.isEmpty());
                assertEquals(List.of("ERROR_OCCURRED"), trace);
                assertInstanceOf(
                        SSLException.class, client.output().streamError().orElseThrow());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fail if the connection ends before the secured bytes do")
    void truncated(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            StreamPair client = client(context);
            noteAndRead(client.input(), 10);
            client.input().schedule(loop, MODE);
            Thread serving = start(kind, () -> {
                SocketChannel raw = accept();
                var peer = new TlsTransport(raw, serverEngine());
                peer.handshake();
                assertEquals(3, peer.write(bytes("abc")));
                raw.close();
            });
            open(client);
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            assertEquals("abc", trace.get(2));
            assertEquals("ERROR_OCCURRED", trace.getLast());
            assertFalse(trace.contains("end"));
            assertInstanceOf(SSLException.class, client.input().streamError().orElseThrow());
            assertTrue(serving.join(PATIENCE));
        });
    }

    @Test
    @DisplayName("understand other implementations: they read and end as a socket of the JDK expects")
    void withASocketOfTheJdk() throws Exception {
        try (var secured = context.getServerSocketFactory().createServerSocket(0, 5, LOOPBACK)) {
            StreamPair client = closing(StreamPair.connecting("127.0.0.1", secured.getLocalPort()));
            client.input().setProperty(StreamProperty.SSL_CONTEXT, context);
            open(client);
            Thread serving = start(ThreadKind.PLATFORM, () -> {
                try (var socket = (SSLSocket) secured.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().readAllBytes());
                }
            });
            client.output().write(bytes("hello"));
            client.output().close();
            assertEquals("hello", text(client.input(), 10));
            assertEquals("end", text(client.input(), 10));
            assertTrue(serving.join(PATIENCE));
        }
    }

    @Test
    @DisplayName("keep what a slow reader has not taken yet when they are closed")
    void closingKeepsTheRest() throws Exception {
        StreamPair client = client(context);
        open(client);
        StreamPair served = acceptSecured(context);
        open(served);
        until(() ->
                client.output().status() == StreamStatus.OPEN && served.input().status() == StreamStatus.OPEN);
        long written = 0;
        while (client.output().canAcceptBytes()) {
            written += client.output().write(ByteBuffer.allocate(100_000));
        }
        client.close();
        long received = 0;
        byte[] some = new byte[50_000];
        for (int count = served.input().read(some);
                count > 0;
                count = served.input().read(some)) {
            received += count;
        }
        assertEquals(
                List.of(written, StreamStatus.AT_END),
                List.of(received, served.input().status()));
    }

    @Test
    @DisplayName("can only be secured before either of them is opened")
    void tooLate() throws Exception {
        StreamPair pair = connecting();
        pair.input().open();
        assertFalse(pair.output().setProperty(StreamProperty.SSL_CONTEXT, context));
    }

    @Test
    @DisplayName("give all descriptors back, also those of handshakes that fail or never end")
    void noDescriptorIsLost() throws Exception {
        descriptorsOfOneConnection(0);
        long before = descriptors();
        for (int i = 0; i < 30; i++) {
            descriptorsOfOneConnection(i % 3);
        }
        until(() -> descriptors() <= before + 5);
    }

    private void descriptorsOfOneConnection(int way) throws Exception {
        try (StreamPair client = StreamPair.connecting("127.0.0.1", port())) {
            client.input().setProperty(StreamProperty.SSL_CONTEXT, way == 1 ? SSLContext.getDefault() : context);
            open(client);
            try (SocketChannel raw = server.accept();
                    StreamPair served = StreamPair.of(raw)) {
                if (way < 2) { // else it hears nothing, for ever
                    served.input().setProperty(StreamProperty.SSL_CONTEXT, context);
                    open(served);
                    StreamStatus expected = way == 0 ? StreamStatus.OPEN : StreamStatus.ERROR;
                    until(() -> client.input().status() == expected);
                }
            }
        }
    }
}
