package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.KeyedRunLoops;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.port.LocalMessagePort;
import dev.runloop.port.MessagePort;
import dev.runloop.stream.ReadStream;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The culprit of a stall is the user's class")
class CulpritTest extends ConcurrentTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<StallReport> reports = new CopyOnWriteArrayList<>();

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    private void stall() {
        try {
            await(goOn);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void watchAll() {
        closing(StallMonitor.builder().limit(Stalls.LIMIT).handler(reports::add).start());
    }

    private void assertCulprit(String kind, Class<?> culprit) {
        Awaitility.await().atMost(PATIENCE).until(() -> !reports.isEmpty());
        StallReport report = reports.getFirst();
        assertEquals(kind + " " + culprit.getName(), report.kind() + " " + report.culprit(), report::toString);
    }

    /** The metrics name it too, when the stall is over. */
    private void assertLongestCallee(Class<?> culprit) {
        RunLoop loop = reports.getFirst().loop();
        goOn.countDown();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(
                        loop.metrics().longestCallee().startsWith(culprit.getName()),
                        () -> loop.metrics().longestCallee()));
    }

    private void perform(ThreadKind kind, Runnable block) {
        RunLoop loop = startLoop(kind).loop();
        loop.perform(block);
        loop.wakeUp();
    }

    private final class LongBlock implements Runnable {
        @Override
        public void run() {
            stall();
        }
    }

    private final class LongAnswer implements LocalMessagePort.Callback {
        @Override
        public ByteBuffer received(LocalMessagePort port, int id, ByteBuffer data) {
            stall();
            return null;
        }
    }

    private final class LongSubscriber implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer item) {
            stall();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in the loop of a key")
    void keyed(ThreadKind kind) {
        watchAll();
        KeyedRunLoops<String> keyed =
                closing((kind == ThreadKind.PLATFORM ? KeyedRunLoops.ofPlatform() : KeyedRunLoops.ofVirtual()).start());
        try {
            keyed.perform("key", new LongBlock());
            assertCulprit("block", LongBlock.class);
            assertLongestCallee(LongBlock.class);
        } finally {
            goOn.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in the callback of a message port")
    void messagePort(ThreadKind kind, @TempDir Path folder) throws Exception {
        System.setProperty("dev.runloop.port.directory", folder.toString());
        try {
            watchAll();
            LocalMessagePort local = MessagePort.createLocal("culprit", new LongAnswer());
            closing(local::invalidate);
            local.schedule(startLoop(kind).loop(), RunLoopMode.DEFAULT);
            MessagePort.createRemote("culprit").orElseThrow().send(1, ByteBuffer.allocate(1), Duration.ofSeconds(10));
            assertCulprit("source", LongAnswer.class);
            assertLongestCallee(LongAnswer.class);
        } finally {
            System.clearProperty("dev.runloop.port.directory");
            goOn.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in the subscriber of a stream")
    void subscriber(ThreadKind kind) {
        watchAll();
        RunLoop loop = startLoop(kind).loop();
        ReadStream stream = ReadStream.ofBytes(ByteBuffer.allocate(10));
        stream.asPublisher(loop, RunLoopMode.DEFAULT, 10).subscribe(new LongSubscriber());
        assertCulprit("source", LongSubscriber.class);
        assertLongestCallee(LongSubscriber.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in the client of a stream, be it a lambda")
    void client(ThreadKind kind) {
        watchAll();
        RunLoop loop = startLoop(kind).loop();
        ReadStream stream = ReadStream.ofBytes(ByteBuffer.allocate(10));
        stream.setClient((it, event) -> stall());
        stream.schedule(loop, RunLoopMode.DEFAULT);
        stream.open();
        assertCulprit("source", CulpritTest.class);
        assertLongestCallee(CulpritTest.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in an exception handler")
    void exceptionHandler(ThreadKind kind) {
        watchAll();
        RunLoop loop = startLoop(kind).loop();
        loop.setExceptionHandler((thread, failure) -> stall());
        loop.perform(() -> {
            throw new IllegalStateException("seeded");
        });
        loop.wakeUp();
        assertCulprit("block", CulpritTest.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("behind methods of the JDK")
    void behindJdk(ThreadKind kind) {
        watchAll();
        var block = new LongBlock();
        perform(kind, () -> List.of(block).forEach(Runnable::run));
        assertCulprit("block", CulpritTest.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in a nested run, the one that runs there")
    void nested(ThreadKind kind) {
        watchAll();
        RunLoopMode mode = RunLoopMode.of("nested");
        perform(kind, () -> {
            RunLoop loop = RunLoop.current();
            loop.add(Source0.create(() -> {}), mode);
            loop.perform(mode, new LongBlock());
            loop.runInMode(mode, Duration.ofSeconds(1), false);
        });
        assertCulprit("block", LongBlock.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("or that of the JDK which was handed over")
    void onlyJdk(ThreadKind kind) {
        watchAll();
        var lock = new ReentrantLock();
        lock.lock();
        try {
            perform(kind, lock::lock);
            assertCulprit("block", ReentrantLock.class);
        } finally {
            lock.unlock();
        }
    }
}
