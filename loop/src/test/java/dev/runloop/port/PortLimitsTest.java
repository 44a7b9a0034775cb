package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.PortMessage.Bytes;
import dev.runloop.port.PortMessage.PortRight;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The limits of a port:")
class PortLimitsTest extends PortTesting {
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger invalidations = new AtomicInteger();

    /** A port with one place. */
    private Port narrow() {
        return Port.create(1, new Port.Delegate() {
            @Override
            public void handle(PortMessage message) {
                received.add(message.id());
            }

            @Override
            public void invalidated(Port port) {
                invalidations.incrementAndGet();
            }
        });
    }

    private static Port full(Port port) {
        assertTrue(PortMessage.to(port, 1).send());
        return port;
    }

    /** A thread that waits for a place for message 2. */
    private FutureTask<Boolean> waitingSender(ThreadKind kind, Port port) {
        var task = new FutureTask<>(() -> PortMessage.to(port, 2).send(PATIENCE));
        Thread thread = start(kind, task::run);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return task;
    }

    private static <T> T get(FutureTask<T> task) throws Exception {
        return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a message that finds no place in time is not sent, and its sender is told")
    void sendTimesOut(ThreadKind kind) throws Exception {
        Port port = full(narrow());
        assertFalse(PortMessage.to(port, 2).send());
        assertFalse(PortMessage.to(port, 3).send(Duration.ofMillis(5)));
        assertFalse(PortMessage.to(port, 4).send(Duration.ZERO));
        assertFalse(PortMessage.to(port, 5).send(Duration.ofSeconds(-1)));
        RunLoop loop = loop(kind);
        port.schedule(loop, RunLoopMode.DEFAULT);
        until(() -> !received.isEmpty());
        assertTrue(PortMessage.to(port, 6).send(PATIENCE));
        until(() -> received.size() == 2);
        assertEquals("[1, 6]", received.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a sender that waits goes on when a place comes free")
    void waitingSenderGoesOn(ThreadKind kind) throws Exception {
        Port port = full(narrow());
        FutureTask<Boolean> sender = waitingSender(kind, port);
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        assertTrue(get(sender));
        until(() -> received.size() == 2);
        assertEquals("[1, 2]", received.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("many senders that wait all go on")
    void allWaitingSendersGoOn(ThreadKind kind) throws Exception {
        Port port = full(narrow());
        List<FutureTask<Boolean>> senders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            senders.add(waitingSender(kind, port));
        }
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        for (FutureTask<Boolean> sender : senders) {
            assertTrue(get(sender));
        }
        until(() -> received.size() == 21);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a sender that waits gets an error when the port is invalidated")
    void waitingSenderHearsOfInvalidation(ThreadKind kind) throws Exception {
        Port port = full(narrow());
        FutureTask<Boolean> sender = waitingSender(kind, port);
        port.invalidate();
        var e = assertThrows(ExecutionException.class, () -> get(sender));
        assertInstanceOf(PortInvalidException.class, e.getCause());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a sender that waits gets an error when the last loop of the port has ended")
    void waitingSenderHearsOfTheEnd(ThreadKind kind) throws Exception {
        Port port = narrow();
        RunLoopThread one = loopThread(kind);
        RunLoopThread two = loopThread(kind);
        port.schedule(one.loop(), OTHER);
        port.schedule(two.loop(), OTHER);
        full(port);
        FutureTask<Boolean> sender = waitingSender(kind, port);
        one.close();
        assertTrue(port.isValid());
        two.close();
        var e = assertThrows(ExecutionException.class, () -> get(sender));
        assertInstanceOf(PortInvalidException.class, e.getCause());
        assertEquals(1, invalidations.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a sender that is interrupted while it waits has sent nothing")
    void interruptedSender(ThreadKind kind) throws Exception {
        Port port = full(narrow());
        var task = new FutureTask<>(() -> PortMessage.to(port, 2).send(PATIENCE));
        Thread thread = start(kind, task::run);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        var e = assertThrows(ExecutionException.class, () -> get(task));
        assertInstanceOf(InterruptedException.class, e.getCause());
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        until(() -> !received.isEmpty());
        assertTrue(PortMessage.to(port, 3).send(PATIENCE));
        until(() -> received.size() == 2);
        assertEquals("[1, 3]", received.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "an invalidated port leaves its loops, drops its messages, refuses others, and tells its delegate once")
    void invalidation(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = full(narrow());
        port.schedule(loop, OTHER);
        port.invalidate();
        port.invalidate();
        assertFalse(port.isValid());
        assertFalse(port.isScheduled(loop, OTHER));
        assertThrows(PortInvalidException.class, () -> PortMessage.to(port, 2).send());
        assertThrows(PortInvalidException.class, () -> PortMessage.to(port, 2).send(Duration.ofMillis(1)));
        call(loop, () -> loop.runInMode(OTHER, Duration.ofMillis(1), false));
        assertEquals("[]", received.toString());
        assertEquals(1, invalidations.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a port may be invalidated by its own delegate")
    void invalidationFromTheDelegate(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = Port.create(message -> {
            received.add(message.id());
            message.receivePort().invalidate();
        });
        PortMessage.to(port, 1).send();
        PortMessage.to(port, 2).send();
        port.schedule(loop, RunLoopMode.DEFAULT);
        until(() -> !port.isValid());
        assertEquals("still alive", call(loop, () -> "still alive"));
        assertEquals("[1]", received.toString());
    }

    @Test
    @DisplayName("bad input is named")
    void badInput() {
        Port port = narrow();
        assertMessage(IllegalArgumentException.class, "capacity is 0", () -> Port.create(0, message -> {}));
        assertMessage(
                IllegalArgumentException.class,
                "capacity is 16777217",
                () -> Port.create((1 << 24) + 1, message -> {}));
        assertMessage(NullPointerException.class, "delegate", () -> Port.create(null));
        assertMessage(NullPointerException.class, "loop", () -> port.schedule(null, RunLoopMode.DEFAULT));
        assertMessage(NullPointerException.class, "sendPort", () -> PortMessage.to(null, 1));
        assertMessage(NullPointerException.class, "components", () -> new PortMessage(1, null, port, null));
        assertMessage(NullPointerException.class, "port", () -> new PortRight(null));
        assertMessage(NullPointerException.class, "content", () -> new Bytes(null));
        assertMessage(
                NullPointerException.class,
                "limit",
                () -> PortMessage.to(port, 1).send(null));
        assertMessage(
                IllegalStateException.class,
                "sendPort is null",
                () -> new PortMessage(1, List.of(), null, port).send());
    }

    static void assertMessage(
            Class<? extends Throwable> type, String beginning, org.junit.jupiter.api.function.Executable body) {
        String message = assertThrows(type, body).getMessage();
        assertTrue(message.startsWith(beginning), message);
    }
}
