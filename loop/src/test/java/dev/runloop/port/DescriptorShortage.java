package dev.runloop.port;

import static dev.runloop.port.SocketCallback.ACCEPT;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs out of descriptors while a port accepts, for a JVM in which this harms nobody else. Ends with an
 * exception if something is not as it should be.
 */
public final class DescriptorShortage implements SocketPortCallbacks {
    private static final RunLoopMode NESTED = RunLoopMode.of("nested");
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final long TWO_PAUSES = Duration.ofMillis(200).toNanos();
    private static final long MANY_PASSES = 100; // in two pauses with four ticks; a spin would make thousands
    private static final long PATIENCE_SECONDS = 20;

    private final RunLoop loop;
    private final CountDownLatch firstFailure = new CountDownLatch(1);
    private final CountDownLatch thirdFailure = new CountDownLatch(3);
    private final CountDownLatch accepted = new CountDownLatch(2);
    private final CountDownLatch warm = new CountDownLatch(4);
    private long ticks; // as the rest, of the loop
    private long firstFailureAt;
    private long passesBefore;
    private long ticksBefore;
    private long ticksBetween;
    private long passes;
    private long betweenFailures;

    private DescriptorShortage(RunLoop loop) {
        this.loop = loop;
    }

    /** Runs it on both kinds of thread. */
    public static void main(String... arguments) throws Exception {
        for (ThreadKind kind : ThreadKind.values()) {
            try (RunLoopThread thread = kind.loopThread().start();
                    var server = ServerSocketChannel.open()) {
                new DescriptorShortage(thread.loop()).run(server);
                System.out.println(kind + " recovered");
            }
        }
    }

    private void run(ServerSocketChannel server) throws Exception {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop.add(RunLoopTimer.repeating(PERIOD, timer -> tick()), RunLoopMode.COMMON);
        SocketPort port = SocketPort.create(server, Set.of(ACCEPT), this);
        loop.addCommonMode(NESTED);
        port.schedule(loop, RunLoopMode.COMMON);
        try (var first = SocketChannel.open(server.getLocalAddress());
                var second = SocketChannel.open()) {
            loop.perform(() -> warm(loop.runInMode(NESTED, Duration.ZERO, false)));
            await("the beginning", warm);
            loop.perform(() -> loop.runInMode(NESTED, Duration.ofSeconds(PATIENCE_SECONDS), false));
            loop.wakeUp();
            List<Closeable> all = takeAllDescriptors();
            second.connect(server.getLocalAddress());
            await("the first failure", firstFailure);
            await("the third failure", thirdFailure);
            for (Closeable each : all) {
                each.close();
            }
            await("the connection", accepted);
            require(first.isConnected() && port.isValid(), "the port is valid");
        }
        require(betweenFailures >= TWO_PAUSES, "two pauses take " + betweenFailures + " ns");
        require(passes < MANY_PASSES, passes + " passes in two pauses");
        require(ticksBetween >= 2, "a timer has gone on, " + ticksBetween + " times");
    }

    private void warm(RunLoopResult result) {
        require(result == RunLoopResult.TIMED_OUT, "a nested run of one pass ends with " + result);
        warm.countDown();
    }

    /**
     * When it is warm, a connection has been accepted, the loop has slept and has run nested: what takes descriptors, as
     * a class does that is loaded, is there.
     */
    private void tick() {
        ticks = loop.metrics().timers();
        if (accepted.getCount() == 1) {
            warm.countDown();
        }
    }

    private static List<Closeable> takeAllDescriptors() {
        List<Closeable> all = new ArrayList<>();
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return all; // none is left
        }
    }

    private static void await(String what, CountDownLatch latch) throws InterruptedException {
        require(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), what + " has come");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void accepted(SocketPort port, SocketChannel connection) {
        accepted.countDown();
        try {
            connection.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The third failure is within the nested run; after that only the run around it is left to go on. */
    @Override
    public void failed(SocketPort port, IOException failure) {
        if (firstFailure.getCount() == 1) {
            firstFailure.countDown();
            firstFailureAt = System.nanoTime();
            passesBefore = loop.metrics().passes();
            ticksBefore = ticks;
        }
        thirdFailure.countDown();
        if (thirdFailure.getCount() == 0 && passes == 0) {
            betweenFailures = System.nanoTime() - firstFailureAt;
            passes = loop.metrics().passes() - passesBefore;
            ticksBetween = ticks - ticksBefore;
            loop.stop();
        }
    }
}
