package dev.runloop.stream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.stream.ReadStream;
import dev.runloop.stream.StreamPair;
import dev.runloop.stream.WriteStream;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("With streams")
class ExamplesTest extends ConcurrentTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("a file is copied, and lines tell how far it has come")
    void copiesAFile(ThreadKind kind) throws Exception {
        byte[] content = new byte[32 << 20];
        new Random(1).nextBytes(content);
        Path from = Files.write(folder.resolve("from"), content);
        Path to = folder.resolve("to");
        List<String> lines = new CopyOnWriteArrayList<>();
        RunLoop loop = startLoop(kind).loop();
        FileCopier.copy(from, to, lines::add, loop).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(-1, Files.mismatch(from, to));
        assertEquals("33554432 of 33554432 bytes, 100 %", lines.getLast());
        assertTrue(lines.size() > 2, lines::toString);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a copy fails as its streams do")
    void copyFails(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        Path from = Files.createFile(folder.resolve("from"));
        Path nowhere = folder.resolve("absent").resolve("to");
        var copied = FileCopier.copy(from, nowhere, line -> {}, loop);
        var failure = assertThrows(ExecutionException.class, () -> copied.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertInstanceOf(NoSuchFileException.class, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an echo server serves many clients at once, slow ones among them")
    void echoes(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        try (var server = new EchoServer(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), loop)) {
            StreamPair slow = closing(connected(server));
            ByteBuffer unread = ByteBuffer.allocate(1 << 20);
            while (slow.output().canAcceptBytes()) {
                slow.output().write(unread.clear()); // until nothing fits in any more
            }
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int seed = i;
                clients.add(start(kind, () -> assertEchoed(server, seed)));
            }
            for (Thread client : clients) {
                assertTrue(client.join(PATIENCE));
            }
        }
    }

    private static StreamPair connected(EchoServer server) throws IOException {
        StreamPair pair = StreamPair.connecting("127.0.0.1", server.port());
        pair.input().open();
        pair.output().open();
        assertEquals(1, pair.output().write(new byte[1])); // waits for the connection
        assertEquals(1, pair.input().read(new byte[1]));
        return pair;
    }

    private static void assertEchoed(EchoServer server, int seed) throws IOException {
        byte[] sent = new byte[10_000];
        new Random(seed).nextBytes(sent);
        try (StreamPair pair = connected(server)) {
            write(pair.output(), ByteBuffer.wrap(sent));
            pair.output().close();
            ByteBuffer received = ByteBuffer.allocate(sent.length + 1);
            readAll(pair.input(), received);
            assertEquals(ByteBuffer.wrap(sent), received.flip(), "seed " + seed);
        }
    }

    private static void write(WriteStream out, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            assertTrue(out.write(bytes) > 0);
        }
    }

    private static void readAll(ReadStream in, ByteBuffer bytes) {
        while (in.read(bytes) > 0) {}
    }
}
