package dev.runloop.stream;

import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream of the response to an HTTP request")
class HttpStreamTest extends SocketTest {
    private HttpClient client;

    @BeforeEach
    void openClient() {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        closing(client::shutdownNow);
    }

    private ReadStream get() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port() + "/path");
        return closing(ReadStream.ofHttp(client, HttpRequest.newBuilder(uri).build()));
    }

    /** The next connection, after its request. */
    private SocketChannel acceptRequest() throws IOException {
        SocketChannel peer = accept();
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append(read(peer, 1));
        }
        return peer;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is open with the head of the response, and then has its body and its end")
    void events(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ReadStream stream = get();
            noteAndRead(stream, 10);
            stream.schedule(loop, MODE);
            assertTrue(stream.open());
            assertTrue(stream.property(StreamProperty.HTTP_STATUS).isEmpty());
            SocketChannel peer = acceptRequest();
            write(peer, "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nX-Some: a\r\nX-Some: b\r\n\r\n");
            runUntil(loop, () -> trace.contains("OPEN_COMPLETED"));
            assertEquals(404, stream.property(StreamProperty.HTTP_STATUS).orElseThrow());
            write(peer, "he");
            runUntil(loop, () -> trace.contains("he"));
            write(peer, "llo");
            runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
            assertEquals(
                    List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "he", "HAS_BYTES_AVAILABLE", "llo"),
                    trace.subList(0, 5));
            stream.close();
            assertEquals(
                    List.of("a", "b"),
                    stream.property(StreamProperty.HTTP_HEADERS).orElseThrow().get("x-some"));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be read blocking, and slows the server down while it is not")
    void blockingAndBackPressure(ThreadKind kind) throws Exception {
        long size = 64 << 20;
        ReadStream stream = get();
        stream.open();
        SocketChannel peer = acceptRequest();
        write(peer, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        var written = new AtomicLong();
        peer.configureBlocking(false);
        ByteBuffer some = ByteBuffer.allocate(1 << 16);
        var wait = closing(new ChannelWait(OP_WRITE));
        var look = closing(new ChannelWait(OP_WRITE));
        Thread serving = start(kind, () -> {
            while (written.get() < size) {
                int count = peer.write(some.clear());
                written.addAndGet(count);
                if (count == 0) {
                    wait.await(peer);
                }
            }
        });
        until(() -> written.get() > 0 && !look.poll(peer));
        assertTrue(written.get() < size);
        long received = 0;
        byte[] bytes = new byte[100_000];
        for (int count = stream.read(bytes); count > 0; count = stream.read(bytes)) {
            received += count;
        }
        assertEquals(List.of(size, StreamStatus.AT_END), List.of(received, stream.status()));
        assertTrue(serving.join(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails when the server dies amid the body, after what had come before")
    void serverDies(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ReadStream stream = get();
            noteAndRead(stream, 10);
            stream.schedule(loop, MODE);
            stream.open();
            SocketChannel peer = acceptRequest();
            write(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            runUntil(loop, () -> trace.contains("abc"));
            peer.close();
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            passes(loop, 2);
            assertEquals("ERROR_OCCURRED", trace.getLast());
            assertFalse(trace.contains("end"));
            assertTrue(stream.streamError().isPresent());
            assertEquals(200, stream.property(StreamProperty.HTTP_STATUS).orElseThrow());
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails to open when nobody answers the request")
    void refused(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ReadStream stream = get();
            server.close();
            stream.setClient(note());
            stream.schedule(loop, MODE);
            stream.open();
            runUntil(loop, () -> !trace.isEmpty());
            assertEquals(List.of("ERROR_OCCURRED"), trace);
            assertEquals(-1, stream.read(new byte[1]));
        });
    }

    @Test
    @DisplayName("ends the exchange when it is closed, before the response or amid it")
    void closing() throws Exception {
        ReadStream early = get();
        early.open();
        SocketChannel peer = acceptRequest();
        early.close();
        assertEquals("", read(peer, 1)); // the end, or a reset
        ReadStream late = get();
        late.open();
        SocketChannel writing = acceptRequest();
        write(writing, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        until(() -> late.status() == StreamStatus.OPEN);
        late.close();
        assertEquals("", read(writing, 1));
    }

    @Test
    @DisplayName("must have a client and a request")
    void badInput() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1/")).build();
        assertEquals(
                "client",
                assertThrows(NullPointerException.class, () -> ReadStream.ofHttp(null, request))
                        .getMessage());
        assertEquals(
                "request",
                assertThrows(NullPointerException.class, () -> ReadStream.ofHttp(client, null))
                        .getMessage());
    }
}
