package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream into a socket that nobody reads from")
class SocketRoomTest extends ConcurrentTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("says that it accepts no more before a write would wait, also if the last one has just fitted in")
    void saysSoInTime(ThreadKind kind) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel near = SocketChannel.open(server.getLocalAddress());
                    SocketChannel far = server.accept();
                    StreamPair pair = StreamPair.of(near)) {
                assertTrue(pair.output().open());
                var written = new AtomicLong();
                Thread writer = start(kind, () -> {
                    byte[] chunk = new byte[64];
                    while (pair.output().canAcceptBytes()) {
                        written.addAndGet(pair.output().write(chunk));
                    }
                });
                assertTrue(writer.join(PATIENCE), () -> "waits after " + written);
                assertTrue(written.get() > 0 && far.isConnected());
            }
        }
    }
}
