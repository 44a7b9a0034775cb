package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The JDK's HTTP client and server on executors of run loops")
class HttpClientTest extends FrameworkTest {
    private final AtomicReference<Thread> servedBy = new AtomicReference<>();

    private HttpClient clientOn(RunLoopExecutor executor) {
        return closing(HttpClient.newBuilder()
                .executor(executor)
                .version(Version.HTTP_1_1)
                .build());
    }

    /** Answers /echo with the request's body, and /never not at all. */
    private URI startServerOn(RunLoopExecutor executor) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", this::echo);
        server.createContext("/never", exchange -> {});
        server.setExecutor(executor);
        server.start();
        AutoCloseable stop = () -> server.stop(0);
        closing(stop);
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    private void echo(HttpExchange exchange) throws IOException {
        servedBy.set(Thread.currentThread());
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpRequest post(URI server, String text) {
        return HttpRequest.newBuilder(server.resolve("/echo"))
                .POST(BodyPublishers.ofString(text))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void exchangeAMessage(ThreadKind kind) throws Exception {
        RunLoopExecutor serverLoop = open(kind);
        HttpClient client = clientOn(open(kind));
        URI server = startServerOn(serverLoop);

        assertEquals(
                "hello",
                client.send(post(server, "hello"), BodyHandlers.ofString()).body());
        assertSame(threadOf(serverLoop), servedBy.get());
    }

    @ParameterizedTest
    @EnumSource
    void exchangeALongMessage(ThreadKind kind) throws Exception {
        HttpClient client = clientOn(open(kind));
        URI server = startServerOn(open(kind));
        String text = "0123456789".repeat(100_000);

        assertEquals(
                text, client.send(post(server, text), BodyHandlers.ofString()).body());
    }

    @ParameterizedTest
    @EnumSource
    void exchangeManyMessagesAtOnce(ThreadKind kind) throws Exception {
        HttpClient client = clientOn(open(kind));
        URI server = startServerOn(open(kind));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = "message " + i;
            expected.add(text);
            answers.add(client.sendAsync(post(server, text), BodyHandlers.ofString())
                    .thenApply(HttpResponse::body));
        }

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(expected, answers.stream().map(CompletableFuture::join).toList());
    }

    @ParameterizedTest
    @EnumSource
    void handleTheResponseOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor clientLoop = open(kind);
        HttpClient client = clientOn(clientLoop);
        URI server = startServerOn(open(kind));
        var handledBy = new AtomicReference<Thread>();
        BodyHandler<String> handler = response -> {
            handledBy.set(Thread.currentThread());
            return HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        };
        client.sendAsync(post(server, "hello"), handler).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertSame(threadOf(clientLoop), handledBy.get());
    }

    @ParameterizedTest
    @EnumSource
    void giveUpWhenTheTimeIsUp(ThreadKind kind) throws Exception {
        HttpClient client = clientOn(open(kind));
        URI server = startServerOn(open(kind));
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/never"))
                .timeout(Duration.ofMillis(50))
                .build();

        assertThrows(HttpTimeoutException.class, () -> client.send(request, BodyHandlers.ofString()));
        assertEquals(
                "next",
                client.send(post(server, "next"), BodyHandlers.ofString()).body());
    }

    @ParameterizedTest
    @EnumSource
    void leaveRoomForTheOtherTasksOfTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor clientLoop = open(kind);
        HttpClient client = clientOn(clientLoop);
        URI server = startServerOn(open(kind));
        var pending = client.sendAsync(
                HttpRequest.newBuilder(server.resolve("/never")).build(), BodyHandlers.ofString());
        var ran = new CountDownLatch(1);
        clientLoop.execute(ran::countDown);

        await(ran);
        pending.cancel(true);
    }
}
