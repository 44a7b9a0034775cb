package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is thrown in a helper thread, whatever it is, is the error of the stream")
class HelperFailureTest extends SocketTest {
    private static SSLContext context;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        context = Certificates.make(folder, "ip:127.0.0.1").context();
    }

    /** One that cannot even be told. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("of the message");
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IOException("a test"),
                new IllegalStateException("a test"),
                new OutOfMemoryError("a test"),
                new StackOverflowError(),
                new NoClassDefFoundError("a/Test"),
                new InternalError("a fault occurred in an unsafe memory access operation"),
                new Unspeakable());
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneakily(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static RuntimeException thrown(Throwable thrown) {
        return HelperFailureTest.<RuntimeException>sneakily(thrown);
    }

    /** The stream fails for this reason, tells of it last, and never of an end. */
    private void expectFailure(RunLoopStream stream, ThreadKind kind, Throwable reason, String... before)
            throws Exception {
        trace.clear();
        onLoop(kind, loop -> {
            switch (stream) {
                case ReadStream in -> noteAndRead(in, 1_000);
                case WriteStream out ->
                    out.setClient((self, event) -> {
                        trace.add(event.name());
                        if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                            self.write(new byte[10]);
                        }
                    });
            }
            stream.schedule(loop, MODE);
            stream.open();
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
        });
        assertEquals("ERROR_OCCURRED", trace.getLast());
        assertFalse(trace.contains("END_ENCOUNTERED"), trace::toString);
        assertTrue(trace.containsAll(List.of(before)), trace::toString);
        assertTrue(isCausedBy(stream.streamError().orElseThrow(), reason), "not with the cause");
        stream.close();
    }

    private static boolean isCausedBy(Throwable error, Throwable reason) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause == reason) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of an input stream, after the bytes that it has read before")
    void inputStream(Throwable thrown) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            expectFailure(ReadStream.ofInputStream(new Torn(thrown)), kind, thrown, "abc");
        }
        try (InputStream in = ReadStream.ofInputStream(new Torn(thrown)).asInputStream()) {
            in.readAllBytes();
            throw new AssertionError("ends without an error");
        } catch (IOException e) {
            assertTrue(isCausedBy(e, thrown));
        }
    }

    /** Three bytes, and then it throws. */
    private static final class Torn extends InputStream {
        private final Throwable thrown;
        private boolean read;

        Torn(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public int read() {
            throw thrown(thrown);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (read) {
                throw thrown(thrown);
            }
            read = true;
            bytes("abc").get(bytes, offset, 3);
            return 3;
        }

        @Override
        public void close() throws IOException {
            throw new IOException("closing is of no interest");
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of a channel that is read")
    void channel(Throwable thrown) throws Exception {
        var channel = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer destination) {
                throw thrown(thrown);
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        expectFailure(ReadStream.ofChannel(channel), ThreadKind.VIRTUAL, thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of an output stream")
    void outputStream(Throwable thrown) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            expectFailure(
                    WriteStream.toOutputStream(new OutputStream() {
                        @Override
                        public void write(int b) {
                            throw thrown(thrown);
                        }
                    }),
                    kind,
                    thrown);
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of the lookup of a host")
    void lookup(Throwable thrown) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            StreamPair pair = closing(StreamPair.connecting("somewhere", port(), host -> {
                throw thrown(thrown);
            }));
            pair.output().open();
            expectFailure(pair.input(), kind, thrown);
            until(() -> pair.output().status() == StreamStatus.ERROR);
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of a trust manager")
    void trustManager(Throwable thrown) throws Exception {
        if (!(thrown instanceof Error)) {
            return; // the engine says itself what of exceptions it tells
        }
        var trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Distrust(thrown)}, null);
        for (ThreadKind kind : ThreadKind.values()) {
            StreamPair pair = connecting();
            pair.input().setProperty(StreamProperty.SSL_CONTEXT, trusting);
            pair.output().open();
            StreamPair served = closing(StreamPair.of(server.accept()));
            served.input().setProperty(StreamProperty.SSL_CONTEXT, context);
            served.input().open();
            expectFailure(pair.input(), kind, thrown);
            until(() -> served.input().status() == StreamStatus.ERROR);
        }
    }

    /** Trusts nobody. */
    private static final class Distrust extends X509ExtendedTrustManager {
        private final Throwable thrown;

        Distrust(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw thrown(thrown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw thrown(thrown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw thrown(thrown);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of a TLS engine, on the loop")
    void engine(Throwable thrown) throws Exception {
        if (thrown instanceof IOException) {
            return; // cannot be
        }
        for (ThreadKind kind : ThreadKind.values()) {
            SSLEngine ours = context.createSSLEngine();
            ours.setUseClientMode(false);
            var engine = new FramingEngine(ours);
            var peer = closing(SocketChannel.open(server.getLocalAddress()));
            StreamPair pair = closing(StreamPair.of(server.accept()));
            pair.input().setProperty(StreamProperty.SSL_ENGINE, engine);
            pair.output().open();
            until(() -> pair.output().status() == StreamStatus.OPEN);
            engine.thrownByUnwrap = thrown;
            engine.thrownByWrap = thrown;
            peer.write(ByteBuffer.wrap(new byte[] {1, 'x'}));
            expectFailure(pair.input(), kind, thrown);
            expectWriteToFail(pair.output(), thrown);
        }
    }

    private static void expectWriteToFail(WriteStream out, Throwable thrown) {
        assertEquals(-1, out.write(new byte[1]));
        assertTrue(isCausedBy(out.streamError().orElseThrow(), thrown));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of a publisher, and of its subscription")
    void publisher(Throwable thrown) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            expectFailure(
                    ReadStream.ofPublisher(subscriber -> {
                        throw thrown(thrown);
                    }),
                    kind,
                    thrown);
            expectFailure(
                    ReadStream.ofPublisher(subscriber -> subscriber.onSubscribe(new Subscription(thrown, 0))),
                    kind,
                    thrown);
            expectFailure(
                    ReadStream.ofPublisher(subscriber -> {
                        subscriber.onSubscribe(new Subscription(thrown, 1));
                        subscriber.onNext(bytes("abc"));
                    }),
                    kind,
                    thrown,
                    "abc");
        }
    }

    /** Throws when it is asked for more than so many times. */
    private static final class Subscription implements Flow.Subscription {
        private final Throwable thrown;
        private int left;

        Subscription(Throwable thrown, int left) {
            this.thrown = thrown;
            this.left = left;
        }

        @Override
        public void request(long count) {
            if (left-- <= 0) {
                throw thrown(thrown);
            }
        }

        @Override
        public void cancel() {}
    }

    @ParameterizedTest
    @MethodSource("throwables")
    @DisplayName("of a subscription that a write stream has asked for more")
    void subscription(Throwable thrown) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            onLoop(kind, loop -> {
                WriteStream out = WriteStream.toMemory();
                var subscriber = out.asSubscriber(loop, MODE);
                subscriber.onSubscribe(new Subscription(thrown, 1));
                subscriber.onNext(bytes("abc"));
                runUntil(loop, () -> out.status() == StreamStatus.ERROR);
                assertTrue(isCausedBy(out.streamError().orElseThrow(), thrown));
                assertSame(StreamStatus.ERROR, out.status());
            });
        }
    }
}
