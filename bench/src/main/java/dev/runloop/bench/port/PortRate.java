package dev.runloop.bench.port;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.Port;
import dev.runloop.port.PortMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Prints how many messages per second go from one loop to another through a port that is mostly full. */
public final class PortRate {
    private static final int MESSAGES = 5_000_000;
    private static final int ROUNDS = 7;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private PortRate() {}

    public static void main(String... arguments) throws InterruptedException {
        measure("platform", RunLoopThread.ofPlatform(), RunLoopThread.ofPlatform());
        measure("virtual", RunLoopThread.ofVirtual(), RunLoopThread.ofVirtual());
    }

    private static void measure(String kind, RunLoopThread.Builder receiving, RunLoopThread.Builder sending)
            throws InterruptedException {
        try (var receiver = receiving.start();
                var sender = sending.start()) {
            for (int round = 1; round <= ROUNDS; round++) {
                long nanos = measureOnce(receiver, sender);
                System.out.printf("%s, round %d: %.2f M messages/s%n", kind, round, MESSAGES * 1e3 / nanos);
            }
        }
    }

    private static long measureOnce(RunLoopThread receiver, RunLoopThread sender) throws InterruptedException {
        var all = new CountDownLatch(1);
        int[] count = {0}; // the receiver's
        Port port = Port.create(message -> {
            if (++count[0] == MESSAGES) {
                all.countDown();
            }
        });
        port.schedule(receiver.loop(), RunLoopMode.DEFAULT);
        long start = System.nanoTime();
        sender.loop().perform(() -> send(port));
        sender.loop().wakeUp();
        all.await();
        long nanos = System.nanoTime() - start;
        port.invalidate();
        return nanos;
    }

    private static void send(Port port) {
        PortMessage message = PortMessage.to(port, 1);
        try {
            for (int i = 0; i < MESSAGES; i++) {
                if (!message.send(LIMIT)) {
                    throw new IllegalStateException("no place within " + LIMIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
