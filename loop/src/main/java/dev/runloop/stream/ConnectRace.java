package dev.runloop.stream;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first address of a host that answers, as in RFC 8305: attempts start one after the other with a head
 * start each, or as soon as all before have failed, alternating between the families of addresses. Each attempt has a
 * virtual thread. The channels of the losers are closed.
 *
 * <p>A channel is recorded before checking whether the race is over, and the race is ended before the channels are
 * checked; so each is closed. {@link #abandon()} may be called by any thread.
 */
final class ConnectRace {
    private static final long HEAD_START_MILLIS = 250;

    private final List<InetSocketAddress> addresses;
    private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
    private final Collection<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** One address, which is being tried until it has a connected channel or has failed. */
    private static final class Attempt {
        final InetSocketAddress address;
        volatile @Nullable SocketChannel channel;
        volatile @Nullable Throwable failure;

        Attempt(InetSocketAddress address) {
            this.address = address;
        }

        void close() {
            SocketChannel present = channel;
            if (present != null) {
                try {
                    present.close();
                } catch (IOException e) {
                    // no one holds it
                }
            }
        }

        @Override
        public String toString() {
            Throwable reason = failure;
            return reason == null ? address.toString() : address + " (" + reason.getMessage() + ")";
        }
    }

    ConnectRace(InetAddress[] addresses, int port) {
        this.addresses = inTurns(addresses).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** The addresses with their families alternating, beginning with the family of the first. */
    private static List<InetAddress> inTurns(InetAddress[] addresses) {
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        for (InetAddress address : addresses) {
            (address.getClass() == addresses[0].getClass() ? first : others).add(address);
        }
        List<InetAddress> result = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), others.size()); i++) {
            if (i < first.size()) {
                result.add(first.get(i));
            }
            if (i < others.size()) {
                result.add(others.get(i));
            }
        }
        return result;
    }

    /** Runs the race, and waits for its end. */
    SocketChannel run(String host) throws IOException {
        Attempt winner = null;
        try {
            winner = winner(host);
            SocketChannel connected = winner.channel;
            if (connected == null || over) {
                throw new ClosedChannelException();
            }
            return connected;
        } finally {
            over = true;
            for (Attempt attempt : attempts) {
                if (attempt != winner) {
                    attempt.close();
                }
            }
        }
    }

    private Attempt winner(String host) throws IOException {
        int next = 0;
        int running = 0;
        while (!over) {
            if (next < addresses.size()) {
                start(addresses.get(next++));
                running++;
            }
            Attempt first = takeEnded(next < addresses.size());
            if (first == null) {
                continue; // the next one starts
            }
            if (first.failure == null) {
                return first;
            }
            if (--running == 0 && next == addresses.size()) {
                throw failure(host);
            }
        }
        throw new ClosedChannelException();
    }

    private void start(InetSocketAddress address) {
        var attempt = new Attempt(address);
        attempts.add(attempt);
        LibraryThreads.startVirtual("runloop-connect", () -> connect(attempt));
    }

    private void connect(Attempt attempt) {
        try {
            SocketChannel opened = SocketChannel.open();
            attempt.channel = opened;
            if (over) {
                throw new ClosedChannelException();
            }
            opened.connect(attempt.address);
        } catch (Throwable e) {
            attempt.failure = e;
            attempt.close();
        }
        ended.add(attempt);
    }

    private @Nullable Attempt takeEnded(boolean anotherWaits) {
        while (true) {
            try {
                return anotherWaits ? ended.poll(HEAD_START_MILLIS, TimeUnit.MILLISECONDS) : ended.take();
            } catch (InterruptedException e) {
                // not reached: nothing else knows this thread
            }
        }
    }

    private IOException failure(String host) {
        var failure = new ConnectException("no connection to " + host + ": " + progress());
        for (Attempt attempt : attempts) {
            Throwable reason = attempt.failure;
            if (reason != null && failure.getCause() == null) {
                failure.initCause(reason);
            } else if (reason != null) {
                Failures.suppress(failure, reason);
            }
        }
        return failure;
    }

    /** The addresses that have been tried so far, and why failed attempts have failed. */
    String progress() {
        return attempts.stream().map(Attempt::toString).collect(Collectors.joining(", "));
    }

    /** Ends the race without a winner. */
    void abandon() {
        over = true;
        attempts.forEach(Attempt::close);
    }
}
