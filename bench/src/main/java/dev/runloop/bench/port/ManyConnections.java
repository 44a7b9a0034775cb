package dev.runloop.bench.port;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.runloop.bench.gauge.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Ten thousand connections that stay open: to one loop on a platform thread, and spread over a thousand loops on
 * virtual threads. Each is served in several rounds; then all are idle for some seconds, which costs processor time,
 * wake-ups, memory, descriptors and threads. Finally each is served once more.
 *
 * <p>The server is a fresh JVM with the options of this one, which has the clients, so that it is measured alone.
 * Each JVM needs a descriptor per connection.
 */
public final class ManyConnections {
    private static final int CONNECTIONS = 10_000;
    private static final int LOOPS = 1_000;
    private static final int ROUNDS = 10;
    private static final int DESCRIPTORS_OF_A_LOOP = 2; // its selector and what wakes it
    private static final int OTHER_DESCRIPTORS = 200; // of the JVM

    private ManyConnections() {}

    /**
     * Arguments: the number of connections and of virtual loops; in the other process, those of {@link
     * ManyConnectionsServer}.
     */
    public static void main(String... arguments) throws Exception {
        if (arguments.length > 2) {
            ManyConnectionsServer.main(arguments);
            return;
        }
        int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : CONNECTIONS;
        int loops = arguments.length > 1 ? Integer.parseInt(arguments[1]) : LOOPS;
        requireDescriptors(connections + loops * DESCRIPTORS_OF_A_LOOP + OTHER_DESCRIPTORS);
        measure("platform", 1, connections);
        measure("virtual", loops, connections);
    }

    private static void requireDescriptors(long needed) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            throw new IllegalStateException("a process may open " + system.getMaxFileDescriptorCount()
                    + " files here, and this needs " + needed + ": raise the limit (ulimit -n)");
        }
    }

    private static void measure(String kind, int loops, int connections) throws IOException, InterruptedException {
        System.out.printf("%,d connections to %,d %s loop(s)%n", connections, loops, kind);
        Process server = OtherJvm.start(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                ManyConnections.class,
                kind,
                Integer.toString(loops),
                Integer.toString(connections));
        try (var said = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
                var order = new PrintStream(server.getOutputStream(), true, StandardCharsets.US_ASCII)) {
            int port = Integer.parseInt(answer(said));
            try (var clients = new EchoClients(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                double opened = clients.open(connections) / 1e3 / connections;
                System.out.printf("  opened and served        %.1f µs each%n", opened);
                for (int round = 1; round <= ROUNDS; round++) {
                    print("served in round " + round, clients.serveAll(), connections);
                }
                order.println("measure");
                for (String line = answer(said); !line.isEmpty(); line = answer(said)) {
                    System.out.println("  " + line);
                }
                print("served after that", clients.serveAll(), connections);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void print(String what, long nanos, int connections) {
        System.out.printf("  %-24s %.1f ms, %.1f µs each%n", what, nanos / 1e6, nanos / 1e3 / connections);
    }

    private static String answer(BufferedReader said) throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the server has ended");
        }
        return line;
    }
}
