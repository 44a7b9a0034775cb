package dev.runloop.port.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.port.Port;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Example:")
class PortExamplesTest extends ConcurrentTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("the server of a greeting serves a client that is not ours")
    void helloServer(ThreadKind kind) throws Exception {
        var server = new HelloServer(startLoop(kind).loop());
        closing(server::stop);
        URI uri = URI.create("http:/" + server.address() + "/");
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 3; i++) {
                var response = client.send(
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
                assertEquals(200, response.statusCode());
                assertEquals("hello, world\r\n", response.body());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the echo server sends back all of what a client sends before it reads")
    void echoServer(ThreadKind kind) throws Exception {
        var server = new EchoServer(startLoop(kind).loop());
        closing(server::stop);
        var sent = ByteBuffer.allocate(20_000_000);
        for (int i = 0; i < sent.capacity(); i++) {
            sent.put(i, (byte) (i * 31));
        }
        try (var client = SocketChannel.open(server.address())) {
            Thread writer = start(kind, () -> {
                while (sent.hasRemaining()) {
                    client.write(sent);
                }
            });
            var received = ByteBuffer.allocate(sent.capacity());
            while (received.hasRemaining() && client.read(received) >= 0) {
                // goes on until all is there
            }
            writer.join();
            assertEquals(sent.flip(), received.flip());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a worker checks in with who has launched it, works and exits")
    void checkIn(ThreadKind kind) throws Exception {
        RunLoopThread main = startLoop(kind);
        var launcher = new CheckIn.Launcher();
        Port port = call(main.loop(), new FutureTask<>(launcher::listen));
        Thread worker = start(kind, () -> new CheckIn.Worker().launch(port));
        worker.join();
        assertEquals("checked in, 42", call(main.loop(), new FutureTask<>(launcher::trace)));
    }

    private static <T> T call(RunLoop loop, FutureTask<T> task) throws Exception {
        loop.perform(task);
        loop.wakeUp();
        return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
