package dev.runloop.bench.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.bench.gauge.Median;
import dev.runloop.bench.gauge.OtherJvm;
import dev.runloop.port.MessagePort;
import dev.runloop.port.RemoteMessagePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests and replies of 64 bytes between two processes, through message ports and through blocking reads and writes
 * of a Unix-domain socket, in turn for five rounds after warm-up. The placement of the processes on processors
 * matters more than anything else: {@code taskset} fixes it.
 */
public final class MessagePortRoundTrip {
    private static final int ROUNDS = 5;
    private static final int BYTES = 64;
    private static final Duration COMPILING = Duration.ofSeconds(8); // both processes, even on one processor
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "round-trip";
    private static final String DIRECTORY = "dev.runloop.port.directory";

    private MessagePortRoundTrip() {}

    /** One request and its reply. */
    @FunctionalInterface
    private interface Trip {
        void run() throws IOException;
    }

    /** Without arguments, measures; in the other process, serves. The argument is the path of its socket. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length > 0) {
            serve(Path.of(arguments[0]));
        } else {
            compare();
        }
    }

    private static void serve(Path socket) throws IOException {
        MessagePort.createLocal(NAME, (port, id, data) -> data).schedule(RunLoop.current(), RunLoopMode.DEFAULT);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> serveBare(server));
        System.out.println("ready");
        RunLoop.current().run();
    }

    private static void serveBare(ServerSocketChannel server) {
        var data = ByteBuffer.allocateDirect(BYTES);
        try (var channel = server.accept()) {
            while (channel.read(data) >= 0) {
                if (!data.hasRemaining()) {
                    channel.write(data.flip());
                    data.clear();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("runloop");
        Path socket = folder.resolve("bare");
        System.setProperty(DIRECTORY, folder.resolve("ports").toString());
        Process server = OtherJvm.start(
                List.of("-D" + DIRECTORY + "=" + folder.resolve("ports")),
                MessagePortRoundTrip.class,
                socket.toString());
        try {
            if (server.getInputStream().read() < 0) {
                throw new IOException("the other process has ended");
            }
            measure(socket);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void measure(Path socket) throws IOException {
        RemoteMessagePort port = MessagePort.createRemote(NAME).orElseThrow();
        var message = ByteBuffer.allocateDirect(BYTES);
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var data = ByteBuffer.allocateDirect(BYTES);
            Trip bareTrip = () -> {
                channel.write(data.clear());
                data.clear();
                while (data.hasRemaining()) {
                    if (channel.read(data) < 0) {
                        throw new IOException("closed");
                    }
                }
            };
            Trip portTrip = () -> {
                var result = port.sendRequest(1, message, LIMIT, LIMIT, RunLoopMode.CONNECTION_REPLY);
                if (result.reply() == null) {
                    throw new IOException("no reply: " + result);
                }
            };
            run(bareTrip, COMPILING);
            run(portTrip, COMPILING);
            for (int round = 1; round <= ROUNDS; round++) {
                bare.add(rate(bareTrip));
                ours.add(rate(portTrip));
                System.out.printf(
                        "round %d: bare %.0f a second, message port %.0f a second%n",
                        round, bare.getLast(), ours.getLast());
            }
        }
        System.out.printf("medians: %.2f x bare%n", Median.of(ours) / Median.of(bare));
    }

    private static double rate(Trip trip) throws IOException {
        run(trip, WARM_UP);
        long start = System.nanoTime();
        return run(trip, TIME) * 1e9 / (System.nanoTime() - start);
    }

    private static int run(Trip trip, Duration time) throws IOException {
        long start = System.nanoTime();
        int trips = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            trip.run();
            trips++;
        }
        return trips;
    }
}
