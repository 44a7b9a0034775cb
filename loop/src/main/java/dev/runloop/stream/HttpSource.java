package dev.runloop.stream;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow.Publisher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the body of the response to a request, which is sent when the stream is opened. */
final class HttpSource implements ByteSource {
    private final HttpClient client;
    private final HttpRequest request;
    private volatile @Nullable CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> exchange;
    private volatile @Nullable HttpResponse<?> response;
    private volatile @Nullable PublishedSource<List<ByteBuffer>> body; // before the stream is open
    private volatile boolean closed;

    HttpSource(HttpClient client, HttpRequest request) {
        this.client = client;
        this.request = request;
    }

    @Override
    public void open(StreamEngine engine) {
        var sent = client.sendAsync(request, BodyHandlers.ofPublisher());
        exchange = sent;
        var _ = sent.whenComplete((answer, failure) -> {
            try {
                if (failure == null) {
                    answered(answer, engine);
                } else {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
                    engine.fail(cause != null ? cause : failure);
                }
            } catch (Throwable e) { // which nothing else would report
                engine.fail(e);
            }
        });
    }

    private void answered(HttpResponse<Publisher<List<ByteBuffer>>> answer, StreamEngine engine) {
        response = answer;
        var source = new PublishedSource<List<ByteBuffer>>(answer.body(), List::iterator);
        body = source;
        if (closed) {
            source.close(); // and so the subscription to come
        }
        source.open(engine);
    }

    private PublishedSource<List<ByteBuffer>> body() {
        var present = body;
        if (present == null) {
            throw new IllegalStateException("no response yet"); // not reached: the stream is not open
        }
        return present;
    }

    @Override
    public boolean isReady() {
        return closed || body().isReady();
    }

    @Override
    public boolean confirms() {
        return closed || body().confirms();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return body().read(destination);
    }

    @Override
    public void close() {
        closed = true;
        var sent = exchange;
        if (sent != null) {
            sent.cancel(true);
        }
        var present = body;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public @Nullable Object property(StreamProperty<?> key) {
        HttpResponse<?> answer = response;
        if (answer == null) {
            return null;
        }
        if (key == StreamProperty.HTTP_STATUS) {
            return answer.statusCode();
        }
        return key == StreamProperty.HTTP_HEADERS ? lowerCased(answer.headers().map()) : null;
    }

    private static Map<String, List<String>> lowerCased(Map<String, List<String>> headers) {
        var result = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> result.merge(
                name.toLowerCase(Locale.ROOT),
                values,
                (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
        return Collections.unmodifiableMap(result);
    }

    @Override
    public String toString() {
        return "response to " + request.method() + " " + request.uri();
    }
}
