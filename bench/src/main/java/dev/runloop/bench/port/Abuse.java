package dev.runloop.bench.port;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LateTimer;
import dev.runloop.bench.gauge.LiveHeap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * What hostile peers of a TLS server do to a timer on its loop: its lateness without and with them, in turn, for each
 * hostility and both kinds of thread. Then what many rounds of all of them leave behind: descriptors, threads, heap.
 */
public final class Abuse {
    private static final int SECONDS = 10;
    private static final int ROUNDS = 10_000;
    private static final int WARM_UP = 200;
    private static final int REST_SECONDS = 12; // the limits of what was begun, and of idle threads

    private Abuse() {}

    /** Arguments: seconds for each measurement, and rounds. */
    public static void main(String... arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SECONDS;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        SSLContext context = HostileTls.context();
        measure("platform", RunLoopThread.ofPlatform(), context, seconds, rounds);
        measure("virtual", RunLoopThread.ofVirtual(), context, seconds, rounds);
    }

    private static void measure(String kind, RunLoopThread.Builder builder, SSLContext context, int seconds, int rounds)
            throws Exception {
        try (var thread = builder.start();
                var server = new AbusedServer(thread.loop(), context)) {
            commit(server.address(), context, WARM_UP);
            System.out.printf("%s: lateness of a timer of 10 ms, p99 and most, in ms%n", kind);
            for (Hostility hostility : Hostility.values()) {
                double[] without = lateness(thread, seconds);
                var over = new AtomicBoolean();
                Thread peer = Thread.ofPlatform()
                        .start(
                                () -> { // it does not take the carriers of what it attacks
                                    while (!over.get()) {
                                        commit(hostility, addressOf(server), context);
                                    }
                                });
                double[] with = lateness(thread, seconds);
                over.set(true);
                peer.join();
                System.out.printf(
                        "  %-26s without %6.2f %6.2f   with %6.2f %6.2f%n",
                        hostility, without[0], without[1], with[0], with[1]);
            }
            rest();
            print("before", 0);
            commit(server.address(), context, rounds);
            rest();
            print("after", rounds);
        }
    }

    private static SocketAddress addressOf(AbusedServer server) {
        try {
            return server.address();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void commit(SocketAddress address, SSLContext context, int rounds) {
        Hostility[] all = Hostility.values();
        for (int i = 0; i < rounds; i++) {
            commit(all[i % all.length], address, context);
        }
    }

    private static void commit(Hostility hostility, SocketAddress address, SSLContext context) {
        try (SocketChannel peer = SocketChannel.open(address)) {
            hostility.commit(peer, context);
        } catch (IOException e) {
            // the server hung up
        }
    }

    /** The lateness of a timer while it fires for so many seconds: the 99th percentile, and the greatest. */
    private static double[] lateness(RunLoopThread thread, int seconds) throws InterruptedException {
        var timer = new LateTimer();
        timer.start(thread.loop());
        Thread.sleep(Duration.ofSeconds(seconds));
        timer.stop();
        return new double[] {timer.millisAt(99), timer.millisAt(100)};
    }

    private static void rest() throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(REST_SECONDS));
    }

    private static void print(String when, int rounds) {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : -1;
        System.out.printf(
                "  %s %,d rounds: %d descriptors, %d threads, %.1f MB of heap%n",
                when,
                rounds,
                descriptors,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                LiveHeap.bytes() / 1e6);
    }
}
