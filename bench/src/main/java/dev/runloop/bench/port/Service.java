package dev.runloop.bench.port;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What a server does for a connection; the same code for all servers. */
enum Service {
    /** Responds to each request with a greeting, and keeps the connection. */
    HTTP(RequestScanner::new),

    /** Sends back what it gets. */
    ECHO(() -> data -> data);

    @SuppressWarnings("ImmutableEnumChecker") // it makes sessions, and keeps nothing
    private final Supplier<Session> sessions;

    Service(Supplier<Session> sessions) {
        this.sessions = sessions;
    }

    /** One connection. */
    @FunctionalInterface
    interface Session {
        /** Takes incoming data, and returns what to send, from its position to its limit. */
        ByteBuffer answer(ByteBuffer data);
    }

    Session open() {
        return sessions.get();
    }

    static byte[] request() {
        return ascii("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");
    }

    static byte[] response() {
        return ascii("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhello, world");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Finds the ends of requests without a body, however they are split. */
    private static final class RequestScanner implements Session {
        private static final byte[] END = ascii("\r\n\r\n");
        private static final byte[] RESPONSE = response();
        private static final int MOST_AT_ONCE = 64;

        private final ByteBuffer responses = ByteBuffer.allocateDirect(MOST_AT_ONCE * RESPONSE.length);
        private int matched;

        @Override
        public ByteBuffer answer(ByteBuffer data) {
            responses.clear();
            while (data.hasRemaining()) {
                byte next = data.get();
                matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
                if (matched == END.length) {
                    matched = 0;
                    responses.put(RESPONSE);
                }
            }
            return responses.flip();
        }
    }
}
