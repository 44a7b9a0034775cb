package dev.runloop.bench.port;

import com.sun.management.OperatingSystemMXBean;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.LiveHeap;
import dev.runloop.port.SocketCallback;
import dev.runloop.port.SocketPort;
import dev.runloop.port.SocketPortCallbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process with the loops: accepts connections on the first one and spreads them over all. */
final class ManyConnectionsServer implements SocketPortCallbacks {
    private static final int BACKLOG = 1 << 10;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Echo ECHO = new Echo();

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final RunLoop[] loops;
    private int accepted; // of the first loop

    private ManyConnectionsServer(RunLoop[] loops) {
        this.loops = loops;
    }

    /** Arguments: the kind of thread, how many loops, and how many connections to expect. */
    static void main(String... arguments) throws IOException, InterruptedException {
        int connections = Integer.parseInt(arguments[2]);
        var before = Memory.now();
        var loops = new RunLoop[Integer.parseInt(arguments[1])];
        for (int i = 0; i < loops.length; i++) {
            RunLoopThread.Builder builder =
                    arguments[0].equals("virtual") ? RunLoopThread.ofVirtual() : RunLoopThread.ofPlatform();
            loops[i] = builder.name("server").start().loop();
        }
        new ManyConnectionsServer(loops).run(before, connections);
    }

    private void run(Memory before, int connections) throws IOException, InterruptedException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        long idle = idleMillis();
        System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
        SocketPort.create(server, Set.of(SocketCallback.ACCEPT), this).schedule(loops[0], RunLoopMode.DEFAULT);
        System.in.read();
        long sleeps = sleeps();
        long idleWithConnections = idleMillis();
        long sleptAgain = sleeps() - sleeps;
        Memory.now().reportSince(before, connections);
        say(
                "processor time, idle",
                "%,d ms in %d s; without connections %,d ms".formatted(idleWithConnections, IDLE.toSeconds(), idle));
        say("wake-ups, idle", "%,d; %,d of %,d loops asleep".formatted(sleptAgain, asleep(), loops.length));
        say("descriptors", "%,d, of these %,d selectors".formatted(descriptors(""), descriptors("[eventpoll]")));
        say(
                "platform threads",
                "%,d".formatted(ManagementFactory.getThreadMXBean().getThreadCount()));
        System.out.println();
        new CountDownLatch(1).await();
    }

    private static void say(String what, String figures) {
        System.out.printf("%-24s %s%n", what, figures);
    }

    /** Processor time of this process while idle. */
    private long idleMillis() throws InterruptedException {
        Thread.sleep(IDLE.dividedBy(5)); // until start-up work is over
        long before = system.getProcessCpuTime();
        Thread.sleep(IDLE);
        return TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - before);
    }

    private long sleeps() {
        return Arrays.stream(loops).mapToLong(loop -> loop.metrics().sleeps()).sum();
    }

    private long asleep() {
        return Arrays.stream(loops).filter(RunLoop::isWaiting).count();
    }

    private static long descriptors(String kind) throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(descriptor -> kind.isEmpty() || isOf(kind, descriptor))
                    .count();
        }
    }

    private static boolean isOf(String kind, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(kind);
        } catch (IOException e) { // the descriptor of the listing itself
            return false;
        }
    }

    @Override
    public void accepted(SocketPort port, SocketChannel connection) {
        try {
            SocketPort.create(connection, Set.of(SocketCallback.DATA), ECHO)
                    .schedule(loops[accepted++ % loops.length], RunLoopMode.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Memory in use, in bytes: heap, and resident memory, which includes it. */
    private record Memory(long heap, long resident) {
        static Memory now() throws IOException {
            return new Memory(LiveHeap.bytes(), residentNow());
        }

        private static long residentNow() throws IOException {
            try (var lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum()
                        << 10;
            }
        }

        void reportSince(Memory before, int connections) {
            say("heap a connection", "%,d bytes".formatted((heap - before.heap) / connections));
            say("resident a connection", "%,d bytes".formatted((resident - before.resident) / connections));
        }
    }
}
