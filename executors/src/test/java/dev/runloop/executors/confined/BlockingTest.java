package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The loop goes on while a confined thread waits for")
class BlockingTest extends ConfinedTest {
    private static final int TICKS = 3;

    /** Goes on when the loop has fired a timer some times since this was called. */
    private static CountDownLatch ticksOf(RunLoop loop) {
        var ticks = new CountDownLatch(TICKS);
        loop.add(
                RunLoopTimer.repeating(Duration.ofMillis(1), timer -> {
                    ticks.countDown();
                    if (ticks.getCount() == 0) {
                        timer.invalidate();
                    }
                }),
                RunLoopMode.DEFAULT);
        return ticks;
    }

    @Test
    void aLock() throws Exception {
        RunLoop loop = startLoop().loop();
        var lock = new ReentrantLock();
        var hasEntered = new CountDownLatch(1);
        Thread thread;
        lock.lock();
        try {
            thread = start(ConfinedThreads.on(loop), () -> {
                lock.lock();
                try {
                    hasEntered.countDown();
                } finally {
                    lock.unlock();
                }
            });
            await(ticksOf(loop));
        } finally {
            lock.unlock();
        }

        join(thread);
        assertEquals(0, hasEntered.getCount());
    }

    @Test
    void aMonitor() throws Exception {
        RunLoop loop = startLoop().loop();
        var monitor = new Object();
        Thread thread;
        synchronized (monitor) {
            thread = start(ConfinedThreads.on(loop), () -> {
                synchronized (monitor) {
                    monitor.notifyAll();
                }
            });
            await(ticksOf(loop));
        }

        join(thread);
    }

    @Test
    void aNotification() throws Exception {
        RunLoop loop = startLoop().loop();
        var monitor = new Object();
        var told = new boolean[1]; // under the monitor
        Thread thread = start(ConfinedThreads.on(loop), () -> {
            synchronized (monitor) {
                while (!told[0]) {
                    monitor.wait();
                }
            }
        });
        await(ticksOf(loop));
        synchronized (monitor) {
            told[0] = true;
            monitor.notifyAll();
        }

        join(thread);
    }

    @Test
    void aQueue() throws Exception {
        RunLoop loop = startLoop().loop();
        var queue = new LinkedBlockingQueue<String>();
        var taken = new AtomicReference<String>();
        Thread thread = start(ConfinedThreads.on(loop), () -> taken.set(queue.take()));
        await(ticksOf(loop));
        queue.add("element");

        join(thread);
        assertEquals("element", taken.get());
    }

    @Test
    void aSocket() throws Exception {
        RunLoop loop = startLoop().loop();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var read = new AtomicReference<Integer>();
            Thread thread = start(ConfinedThreads.on(loop), () -> {
                try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    read.set(socket.getInputStream().read());
                }
            });
            try (Socket accepted = server.accept()) {
                await(ticksOf(loop));
                accepted.getOutputStream().write(7);
                join(thread);
            }
            assertEquals(7, read.get());
        }
    }

    @Test
    void itsSleep() throws Exception {
        RunLoop loop = startLoop().loop();
        var order = new LinkedBlockingQueue<String>();
        CountDownLatch ticks = ticksOf(loop);
        Thread thread = start(ConfinedThreads.on(loop), () -> {
            while (ticks.getCount() > 0) {
                Thread.sleep(1);
            }
            order.add("awake");
        });

        join(thread);
        assertEquals("awake", order.poll());
    }

    @Test
    void aFutureOfAThreadOfTheSameLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        var answer = new CompletableFuture<String>();
        var got = new AtomicReference<String>();
        Thread thread = start(threads, () -> got.set(answer.get()));
        start(threads, () -> answer.complete("answer"));

        join(thread);
        assertEquals("answer", got.get());
    }

    @Test
    void aTaskOfAnExecutorOfTheSameLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        var got = new AtomicReference<String>();
        join(start(
                ConfinedThreads.on(loop),
                () -> got.set(
                        executor.submit(() -> "on " + Thread.currentThread().getName())
                                .get())));

        assertEquals("on " + loop.thread().getName(), got.get());
    }

    @Test
    void aDelayedTaskOfAnExecutorOfTheSameLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        var got = new AtomicReference<String>();
        join(start(
                ConfinedThreads.on(loop),
                () -> got.set(executor.schedule(() -> "later", 1, TimeUnit.MILLISECONDS)
                        .get())));

        assertEquals("later", got.get());
    }

    @Test
    void aCompletableFutureOfAnExecutorOfTheSameLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        var got = new AtomicReference<Integer>();
        join(start(
                ConfinedThreads.on(loop),
                () -> got.set(
                        executor.supplyAsync(() -> 6).thenApply(n -> n * 7).join())));

        assertEquals(42, got.get());
    }

    @Test
    void theEndOfAnExecutorOfTheSameLoop() throws Exception {
        RunLoop loop = startLoop().loop();
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        var ended = new AtomicReference<Boolean>();
        join(start(ConfinedThreads.on(loop), () -> {
            executor.execute(() -> {});
            executor.close();
            ended.set(executor.isTerminated());
        }));

        assertEquals(true, ended.get());
    }

    @Test
    void somebodyWhoWaitsForItOnTheSameLock() throws Exception {
        RunLoop loop = startLoop().loop();
        var lock = new ReentrantLock();
        var counter = new int[1]; // under the lock
        Thread confined = start(ConfinedThreads.on(loop), () -> increment(lock, counter));
        Thread other = start(ThreadKind.PLATFORM, () -> increment(lock, counter));
        Thread virtual = start(ThreadKind.VIRTUAL, () -> increment(lock, counter));
        join(confined);
        join(other);
        join(virtual);

        assertEquals(3 * 1_000, counter[0]);
    }

    private static void increment(ReentrantLock lock, int[] counter) {
        for (int i = 0; i < 1_000; i++) {
            lock.lock();
            try {
                counter[0]++;
                letOthersRun();
            } finally {
                lock.unlock();
            }
        }
    }
}
