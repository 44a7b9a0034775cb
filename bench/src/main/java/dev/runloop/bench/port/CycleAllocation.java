package dev.runloop.bench.port;

import com.sun.management.ThreadMXBean;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.SocketCallback;
import dev.runloop.port.SocketPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** Prints how many bytes the thread of a loop allocates for each byte that a socket port reads and writes back. */
public final class CycleAllocation {
    private static final int CYCLES = 20_000;
    private static final int ROUNDS = 5;

    private CycleAllocation() {}

    public static void main(String... arguments) throws IOException {
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(server.getLocalAddress());
                var thread = RunLoopThread.ofPlatform().name("echo").start()) {
            SocketPort.create(server.accept(), Set.of(SocketCallback.DATA), new Echo())
                    .schedule(thread.loop(), RunLoopMode.DEFAULT);
            var one = ByteBuffer.allocateDirect(1);
            for (int round = 1; round <= ROUNDS; round++) {
                long before = memory.getThreadAllocatedBytes(thread.thread().threadId());
                for (int i = 0; i < CYCLES; i++) {
                    client.write(one.clear());
                    client.read(one.clear());
                }
                long bytes = memory.getThreadAllocatedBytes(thread.thread().threadId()) - before;
                System.out.printf("round %d: %.3f bytes a cycle%n", round, (double) bytes / CYCLES);
            }
        }
    }
}
