package dev.runloop.port;

import static dev.runloop.port.SocketCallback.ACCEPT;
import static dev.runloop.port.SocketCallback.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small form of the program {@code port.ManyConnections}, which measures ten thousand of them. */
@DisplayName("Hundreds of open connections")
class OpenConnectionsTest extends SocketTesting {
    private static final int CONNECTIONS = 300;
    private static final int ROUNDS = 3;
    private static final Duration SPELL = Duration.ofMillis(300);

    private final List<RunLoop> loops = new ArrayList<>();
    private int accepted; // of the first loop

    /** Serves an echo; hands the connections that it accepts to each loop in turn. */
    private class Echo extends Noting {
        @Override
        public void accepted(SocketPort port, SocketChannel connection) {
            try {
                SocketPort.create(closing(connection), Set.of(DATA), this)
                        .schedule(loops.get(accepted++ % loops.size()), RunLoopMode.DEFAULT);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void received(SocketPort port, ByteBuffer data, @Nullable SocketAddress from) {
            try {
                port.send(data);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<SocketChannel> connect() throws IOException {
        ServerSocketChannel server = closing(ServerSocketChannel.open());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS);
        SocketPort.create(server, Set.of(ACCEPT), new Echo()).schedule(loops.getFirst(), RunLoopMode.DEFAULT);
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(closing(SocketChannel.open(server.getLocalAddress())));
        }
        return clients;
    }

    /** All have sent before the first one waits for its answer. */
    private static List<String> answers(List<SocketChannel> clients, String sent) throws IOException {
        for (SocketChannel client : clients) {
            client.write(bytes(sent));
        }
        List<String> answers = new ArrayList<>();
        for (SocketChannel client : clients) {
            var answer = ByteBuffer.allocate(sent.length() + 1);
            client.read(answer);
            answers.add(text(answer.flip()));
        }
        return answers;
    }

    private static List<String> all(String sent) {
        return Stream.generate(() -> sent).limit(CONNECTIONS).toList();
    }

    @ParameterizedTest
    @CsvSource({"PLATFORM, 1", "VIRTUAL, 1", "VIRTUAL, 50"})
    @DisplayName("are all served, again and again, and wake nobody while they are idle")
    void servedAndIdle(ThreadKind kind, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            loops.add(loop(kind));
        }
        List<SocketChannel> clients = connect();
        for (int round = 1; round <= ROUNDS; round++) {
            assertEquals(all("r" + round), answers(clients, "r" + round));
        }
        until(() -> loops.stream().allMatch(RunLoop::isWaiting));
        long sleeps = sleeps();
        Awaitility.await().pollDelay(SPELL).until(() -> true);
        assertEquals(sleeps, sleeps());
        assertEquals(all("after"), answers(clients, "after"));
    }

    private long sleeps() {
        return loops.stream().mapToLong(loop -> loop.metrics().sleeps()).sum();
    }
}
