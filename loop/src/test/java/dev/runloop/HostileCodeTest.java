package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.HostileThrowable;
import dev.runloop.test.ThreadKind;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A loop goes on, and ends in order, whatever is thrown by")
class HostileCodeTest extends ConcurrentTest {
    private static final RunLoopMode MODE = RunLoopMode.DEFAULT;

    private final Logger logger = Logger.getLogger("dev.runloop");

    @BeforeEach
    void logNothing() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        logger.setLevel(null);
    }

    /** What the handler does with what it is told. */
    enum Handler {
        THROWS_IT_AGAIN,
        THROWS_ANOTHER,
        LEAVES_AN_INTERRUPT;

        UncaughtExceptionHandler handler(HostileThrowable another) {
            return (thread, e) -> {
                switch (this) {
                    case THROWS_IT_AGAIN -> HostileThrowable.raise(e);
                    case THROWS_ANOTHER -> another.raise();
                    case LEAVES_AN_INTERRUPT -> thread.interrupt();
                }
            };
        }
    }

    static Stream<Arguments> hostileCode() {
        return Stream.of(ThreadKind.values())
                .flatMap(kind -> Stream.of(HostileThrowable.values())
                        .flatMap(thrown ->
                                Stream.of(Handler.values()).map(handler -> Arguments.of(kind, thrown, handler))));
    }

    static Stream<Arguments> hostileThrowables() {
        return Stream.of(ThreadKind.values())
                .flatMap(kind -> Stream.of(HostileThrowable.values()).map(thrown -> Arguments.of(kind, thrown)));
    }

    private static final class Throwing implements Source0.Callbacks {
        private final HostileThrowable thrown;
        final AtomicInteger cancelled = new AtomicInteger();

        Throwing(HostileThrowable thrown) {
            this.thrown = thrown;
        }

        @Override
        public void perform() {
            RunLoop.current().runInMode(MODE, Duration.ZERO, false); // willRunNested throws
            thrown.raise();
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            thrown.raise();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            cancelled.incrementAndGet();
            thrown.raise();
        }

        @Override
        public void willRunNested() {
            thrown.raise();
        }
    }

    @ParameterizedTest
    @MethodSource("hostileCode")
    @DisplayName("its callbacks and its exception handler")
    void callbacksAndHandlers(ThreadKind kind, HostileThrowable thrown, Handler handler) throws Exception {
        RunLoopThread started = startLoop(kind.loopThread().exceptionHandler(handler.handler(thrown)));
        RunLoop loop = started.loop();
        List<Throwing> sources =
                Stream.generate(() -> new Throwing(thrown)).limit(3).toList();
        for (Throwing callbacks : sources) {
            Source0 source = Source0.create(0, callbacks);
            loop.add(source, MODE);
            source.signalAndWakeUp();
        }
        loop.add(
                RunLoopObserver.create(Set.of(RunLoopActivity.BEFORE_SOURCES), (self, activity) -> thrown.raise()),
                MODE);
        loop.add(RunLoopTimer.builder().build(timer -> thrown.raise()), MODE);
        loop.perform(thrown::raise);
        var goesOn = new CountDownLatch(2);
        loop.add(RunLoopTimer.builder().build(timer -> goesOn.countDown()), MODE);
        loop.perform(goesOn::countDown);
        loop.wakeUp();
        var _ = Thread.interrupted(); // the handler has been told on this thread what schedule has thrown
        await(goesOn);
        assertFalse(loop.hasEnded());
        started.close();
        assertEquals(
                List.of(1, 1, 1),
                sources.stream().map(source -> source.cancelled.get()).toList());
        assertFalse(started.thread().isAlive());
    }

    @ParameterizedTest
    @MethodSource("hostileThrowables")
    @DisplayName("the blocks of a key and their handler: all that was accepted runs")
    void keyedBlocks(ThreadKind kind, HostileThrowable thrown) throws Exception {
        int count = 10;
        var ran = new AtomicInteger();
        var keyed = (kind == ThreadKind.PLATFORM ? KeyedRunLoops.ofPlatform() : KeyedRunLoops.ofVirtual())
                .exceptionHandler((thread, e) -> HostileThrowable.raise(e))
                .<String>start();
        for (int i = 0; i < count; i++) {
            keyed.perform("key", () -> {
                ran.incrementAndGet();
                thrown.raise();
            });
        }
        keyed.close();
        assertEquals(count, ran.get());
        assertTrue(keyed.isTerminated());
        assertEquals(0, keyed.size());
    }

    /** A thread factory that does not do what it should. */
    enum Factory {
        THROWS,
        MAKES_NONE,
        RUNS_IT,
        STARTS_IT,
        STARTS_IT_AND_DIES,
        MAKES_ONE_THAT_HAS_ENDED;

        ThreadFactory factory(ThreadKind kind) {
            return body -> switch (this) {
                case THROWS -> throw new UnsupportedOperationException("no thread");
                case MAKES_NONE -> null;
                case RUNS_IT -> {
                    body.run();
                    yield ended(kind);
                }
                case STARTS_IT -> kind.thread().start(body);
                case STARTS_IT_AND_DIES -> kind.thread().start(() -> {});
                case MAKES_ONE_THAT_HAS_ENDED -> ended(kind);
            };
        }

        private static Thread ended(ThreadKind kind) {
            Thread thread = kind.thread().start(() -> {});
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return thread;
        }
    }

    static Stream<Arguments> factories() {
        return Stream.of(ThreadKind.values())
                .flatMap(kind -> Stream.of(Factory.values()).map(factory -> Arguments.of(kind, factory)));
    }

    @ParameterizedTest
    @MethodSource("factories")
    @DisplayName("its thread factory, and leaves nothing behind if it could not begin")
    void threadFactories(ThreadKind kind, Factory factory) {
        List<Thread> made = new ArrayList<>();
        ThreadFactory recording = body -> {
            Thread thread = factory.factory(kind).newThread(body);
            if (thread != null) {
                made.add(thread);
            }
            return thread;
        };
        assertThrows(RuntimeException.class, kind.loopThread().factory(recording)::start);
        for (Thread thread : made) {
            assertFalse(LoopRegistry.all().stream().anyMatch(loop -> loop.thread() == thread));
        }
        KeyedRunLoops<String> keyed =
                KeyedRunLoops.ofVirtual().factory(recording).start();
        assertThrows(RuntimeException.class, () -> keyed.perform("key", () -> {}));
        keyed.close();
        assertTrue(keyed.isTerminated());
        assertEquals(0, keyed.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a thread that ends before it has got as far as its loop")
    void threadsThatDieFirst(ThreadKind kind) throws Exception {
        ThreadFactory dying = body -> kind.thread().unstarted(() -> {});
        RunLoopThread started = kind.loopThread().factory(dying).start();
        var cancelled = new CountDownLatch(1);
        Source0 source = Source0.create(0, new Source0.Callbacks() {
            @Override
            public void perform() {}

            @Override
            public void cancel(RunLoop loop, RunLoopMode mode) {
                cancelled.countDown();
            }
        });
        try {
            started.loop().add(source, MODE);
            await(cancelled);
        } catch (RunLoopEndedException e) {
            assertTrue(started.isTerminated());
        }
        started.close();
        var keyed = KeyedRunLoops.ofVirtual().factory(dying).<String>start();
        keyed.perform("key", () -> {});
        keyed.close();
        assertTrue(keyed.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a thread factory that asks for other keys")
    void factoriesThatUseOtherKeys(ThreadKind kind) {
        int most = 20;
        var made = new AtomicInteger();
        var ran = new AtomicInteger();
        List<KeyedRunLoops<Integer>> self = new ArrayList<>();
        KeyedRunLoops<Integer> keyed = KeyedRunLoops.ofVirtual()
                .factory(body -> {
                    int key = made.incrementAndGet();
                    if (key < most) {
                        self.getFirst().perform(key, ran::incrementAndGet);
                    }
                    return kind.thread().unstarted(body);
                })
                .start();
        self.add(keyed);
        keyed.perform(0, ran::incrementAndGet);
        keyed.close();
        assertEquals(most, ran.get());
    }
}
