package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopTimer;
import dev.runloop.port.PortMessage.Bytes;
import dev.runloop.port.PortMessage.PortRight;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A port")
class PortTest extends PortTesting {
    private final Queue<PortMessage> received = new ConcurrentLinkedQueue<>();

    private Port port(RunLoop loop) {
        Port port = Port.create(received::add);
        port.schedule(loop, RunLoopMode.DEFAULT);
        return port;
    }

    private List<Integer> ids() {
        return received.stream().map(PortMessage::id).toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wakes its loop, and calls its delegate on the loop's thread")
    void wakesItsLoop(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Port port = Port.create(message -> threads.add(Thread.currentThread()));
        port.schedule(loop, RunLoopMode.DEFAULT);
        until(loop::isWaiting);
        assertTrue(PortMessage.to(port, 1).send());
        until(() -> !threads.isEmpty());
        assertSame(loop.thread(), threads.peek());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("delivers the id, the components in their order, and the sender's port as the one to reply to")
    void deliversTheMessage(ThreadKind kind) {
        RunLoop loop = loop(kind);
        Port port = port(loop);
        Port mine = Port.create(message -> {});
        Port other = Port.create(message -> {});
        new PortMessage(7, List.of(Bytes.of((byte) 1), new PortRight(other), Bytes.of((byte) 2)), port, mine).send();
        until(() -> !received.isEmpty());
        var expected =
                new PortMessage(7, List.of(Bytes.of((byte) 1), new PortRight(other), Bytes.of((byte) 2)), mine, port);
        assertEquals(expected, received.peek());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tells a receiver that the sender wants no reply")
    void noReplyPort(ThreadKind kind) {
        Port port = port(loop(kind));
        PortMessage.to(port, 7).send();
        until(() -> !received.isEmpty());
        assertNull(received.element().sendPort());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("carries a reply back to the loop of the sender")
    void carriesAReply(ThreadKind kind) throws Exception {
        RunLoop server = loop(kind);
        Port echo = Port.create(
                message -> PortMessage.to(message.sendPort(), message.id() + 1).send());
        echo.schedule(server, RunLoopMode.DEFAULT);
        RunLoop client = loop(kind);
        Port mine = Port.create(received::add);
        mine.schedule(client, OTHER);
        RunLoopResult result = call(client, () -> {
            PortMessage.to(echo, 1).replyTo(mine).send();
            return client.runInMode(OTHER, PATIENCE, true);
        });
        assertEquals(RunLoopResult.HANDLED_SOURCE, result);
        assertEquals(List.of(2), ids());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("delivers in the order of sending, one message a pass")
    void oneMessageAPass(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = Port.create(received::add);
        port.schedule(loop, OTHER);
        for (int i = 0; i < 3; i++) {
            PortMessage.to(port, i).send();
        }
        for (int i = 1; i <= 3; i++) {
            call(loop, () -> loop.runInMode(OTHER, Duration.ZERO, false));
            assertEquals(IntStream.range(0, i).boxed().toList(), ids());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keeps the order of each of several senders, and loses nothing, though it is full much of the time")
    void keepsTheOrderOfEachSender(ThreadKind kind) throws Exception {
        int messages = 10_000;
        int senders = 4;
        RunLoop loop = loop(kind);
        int[] next = new int[senders]; // the loop's
        var wrong = new AtomicInteger();
        var all = new CountDownLatch(senders * messages);
        Port port = Port.create(16, message -> {
            int sender = message.id() % senders;
            if (message.id() / senders != next[sender]++) {
                wrong.incrementAndGet();
            }
            all.countDown();
        });
        port.schedule(loop, RunLoopMode.DEFAULT);
        for (int sender = 0; sender < senders; sender++) {
            int self = sender;
            start(kind, () -> {
                for (int i = 0; i < messages; i++) {
                    assertTrue(PortMessage.to(port, i * senders + self).send(PATIENCE));
                }
            });
        }
        await(all);
        assertEquals(0, wrong.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("waits for its mode, and lets the loop sleep meanwhile")
    void waitsForItsMode(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = Port.create(received::add);
        port.schedule(loop, OTHER);
        PortMessage.to(port, 1).send();
        until(loop::isWaiting);
        assertEquals(List.of(), ids());
        call(loop, () -> loop.runInMode(OTHER, Duration.ZERO, false));
        assertEquals(List.of(1), ids());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keeps messages for a loop that comes later")
    void keepsMessages(ThreadKind kind) {
        Port port = Port.create(received::add);
        PortMessage.to(port, 1).send();
        PortMessage.to(port, 2).send();
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        until(() -> received.size() == 2);
        assertEquals(List.of(1, 2), ids());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("counts as a handled source, and keeps its mode from being empty")
    void isAHandledSource(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = Port.create(received::add);
        port.schedule(loop, OTHER);
        assertEquals(RunLoopResult.TIMED_OUT, call(loop, () -> loop.runInMode(OTHER, Duration.ofMillis(1), true)));
        PortMessage.to(port, 1).send();
        assertEquals(RunLoopResult.HANDLED_SOURCE, call(loop, () -> loop.runInMode(OTHER, PATIENCE, true)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is not called again from a run within its delegate")
    void isNotReentrant(ThreadKind kind) {
        RunLoop loop = loop(kind);
        Queue<String> trace = new ConcurrentLinkedQueue<>();
        Port port = Port.create(message -> {
            trace.add("in " + message.id());
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(5), true);
            trace.add("out " + message.id());
        });
        PortMessage.to(port, 1).send();
        PortMessage.to(port, 2).send();
        port.schedule(loop, RunLoopMode.DEFAULT);
        until(() -> trace.size() == 4);
        assertEquals("[in 1, out 1, in 2, out 2]", trace.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in two loops is received from by one at a time")
    void twoLoops(ThreadKind kind) throws Exception {
        int messages = 5_000;
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        int[] count = {0}; // nobody else at the same time
        var all = new CountDownLatch(messages);
        Port port = Port.create(message -> {
            overlaps.addAndGet(inside.getAndIncrement());
            count[0]++;
            inside.getAndDecrement();
            all.countDown();
        });
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        port.schedule(loop(kind), RunLoopMode.DEFAULT);
        for (int i = 0; i < messages; i++) {
            assertTrue(PortMessage.to(port, i).send(PATIENCE));
        }
        await(all);
        assertEquals(0, overlaps.get());
        assertEquals(messages, count[0]);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("goes on after a delegate that throws, which the exception handler is told")
    void delegateThrows(ThreadKind kind) {
        RunLoop loop = loop(kind);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        loop.setExceptionHandler((thread, e) -> told.add(e.getMessage()));
        Port port = Port.create(message -> {
            if (message.id() == 1) {
                throw new IllegalStateException("of the delegate");
            }
            received.add(message);
        });
        port.schedule(loop, RunLoopMode.DEFAULT);
        PortMessage.to(port, 1).send();
        PortMessage.to(port, 2).send();
        until(() -> ids().equals(List.of(2)));
        assertEquals("[of the delegate]", told.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in an endless flood leaves timers and channels their turn")
    void floodStarvesNobody(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port[] self = new Port[1];
        self[0] = Port.create(message -> {
            try {
                PortMessage.to(self[0], 0).send();
            } catch (PortInvalidException e) {
                // the end of the test
            }
        });
        self[0].schedule(loop, RunLoopMode.DEFAULT);
        PortMessage.to(self[0], 0).send();
        var pipe = Pipe.open();
        var served = new CountDownLatch(2);
        var channel = SocketPort.create(pipe.source(), Set.of(SocketCallback.READ), new SocketPortCallbacks() {
            @Override
            public void readable(SocketPort readable) {
                readable.disable(SocketCallback.READ);
                served.countDown();
            }
        });
        channel.schedule(loop, RunLoopMode.DEFAULT);
        pipe.sink().write(ByteBuffer.allocate(1));
        loop.add(RunLoopTimer.oneShot(Duration.ofMillis(5), timer -> served.countDown()), RunLoopMode.DEFAULT);
        await(served);
        self[0].invalidate();
        channel.invalidate();
        pipe.sink().close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("copies the bytes it carries")
    void copiesBytes(ThreadKind kind) {
        Port port = port(loop(kind));
        byte[] bytes = {1, 2, 3};
        PortMessage message = PortMessage.to(port, 1, new Bytes(ByteBuffer.wrap(bytes, 1, 2)));
        bytes[1] = 9;
        message.send();
        until(() -> !received.isEmpty());
        assertEquals(List.of(Bytes.of((byte) 2, (byte) 3)), received.element().components());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leaves a mode from which it is taken")
    void unschedules(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        Port port = port(loop);
        assertTrue(port.isScheduled(loop, RunLoopMode.DEFAULT));
        port.unschedule(loop, RunLoopMode.DEFAULT);
        assertFalse(port.isScheduled(loop, RunLoopMode.DEFAULT));
        PortMessage.to(port, 1).send();
        List<Integer> seen = new ArrayList<>(call(loop, this::ids));
        assertEquals(List.of(), seen);
    }
}
