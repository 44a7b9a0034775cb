package dev.runloop.stream;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.LibraryThreads;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a connection: for making it, and for silence. A virtual thread of its own enforces each, so that they
 * hold whatever else is stuck. Thread-safe.
 */
final class SocketLimits {
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);

    private final Object connection;
    private final CountDownLatch established = new CountDownLatch(1); // or given up
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Duration connect = CONNECT_LIMIT; // set before the beginning
    private volatile @Nullable Duration idle; // set before the beginning
    private volatile long lastTransfer;

    /**
     * The limits of a connection.
     *
     * @param connection whose name errors tell
     */
    SocketLimits(Object connection) {
        this.connection = connection;
    }

    @Nullable
    Object property(StreamProperty<?> key) {
        return key == StreamProperty.CONNECT_LIMIT ? connect : key == StreamProperty.IDLE_LIMIT ? idle : null;
    }

    boolean setProperty(StreamProperty<?> key, Object value) {
        if (key != StreamProperty.CONNECT_LIMIT && key != StreamProperty.IDLE_LIMIT) {
            return false;
        }
        Duration limit = (Duration) value;
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("value of " + key + " is not positive: " + limit);
        }
        if (key == StreamProperty.CONNECT_LIMIT) {
            connect = limit;
        } else {
            idle = limit;
        }
        return true;
    }

    /** Begins to make the connection. */
    void begin(Dialer dialer, Consumer<SocketTimeoutException> giveUp) {
        LibraryThreads.startVirtual("runloop-connect-limit", () -> {
            if (!await(established, nanosOf(connect))) {
                giveUp.accept(new SocketTimeoutException(
                        "no connection within " + connect + " by " + connection + ": " + dialer.progress()));
            }
        });
    }

    /** There is a connection. */
    void established(Consumer<SocketTimeoutException> giveUp) {
        established.countDown();
        Duration limit = idle;
        if (limit != null) {
            lastTransfer = System.nanoTime();
            LibraryThreads.startVirtual("runloop-idle-limit", () -> watch(limit, giveUp));
        }
    }

    private void watch(Duration limit, Consumer<SocketTimeoutException> giveUp) {
        long nanos = nanosOf(limit);
        long left = nanos;
        while (left > 0) {
            if (await(ended, left)) {
                return;
            }
            left = nanos - (System.nanoTime() - lastTransfer);
        }
        giveUp.accept(new SocketTimeoutException("nothing transferred for " + limit + " by " + connection));
    }

    /** A byte has been transferred. */
    void transferred() {
        if (idle != null) {
            lastTransfer = System.nanoTime();
        }
    }

    /** There is no connection any more, or there never will be. */
    void ended() {
        established.countDown();
        ended.countDown();
    }

    private static long nanosOf(Duration limit) {
        return Deadlines.nanos(limit);
    }

    private static boolean await(CountDownLatch latch, long nanos) {
        while (true) {
            try {
                return latch.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // not reached: nothing else knows this thread
            }
        }
    }
}
