package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.RunLoopThread;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.StructuredTaskScope.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A scope leaves no subtask behind")
class CancelTest extends ScopeTest {

    @ParameterizedTest
    @EnumSource
    void whenItsTimeIsOut(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(2);
            var configuration = setting.configuration().apply(ScopeConfiguration.DEFAULT);
            try (var scope = RunLoopScope.open(
                    Joiner.<String>awaitAll(), base -> configuration.withTimeout(Duration.ofMillis(50)))) {
                scope.fork(ends::sleep);
                scope.fork(ends::sleep);
                assertThrows(TimeoutException.class, scope::join);
                assertTrue(scope.isCancelled());
            }
            assertEquals(2, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatIsJoinedInTime(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var configuration = setting.configuration().apply(ScopeConfiguration.DEFAULT);
            try (var scope = RunLoopScope.open(
                    Joiner.<String>anySuccessfulResultOrThrow(), base -> configuration.withTimeout(PATIENCE))) {
                scope.fork(() -> "in time");
                assertEquals("in time", scope.join());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenACallbackCancelsIt(Setting setting) throws Exception {
        onLoop(setting, () -> {
            RunLoop loop = RunLoop.current();
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                scope.fork(() -> {
                    ticker.await();
                    loop.perform(scope::cancel);
                    loop.wakeUp();
                    return sleepForLong();
                });
                assertThrows(CancellationException.class, scope::join);
                assertTrue(scope.isCancelled());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenAnotherThreadCancelsIt(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                start(ThreadKind.PLATFORM, () -> {
                    await(ends.begun);
                    scope.cancel();
                });
                assertThrows(CancellationException.class, scope::join);
            }
            assertEquals(1, ends.count());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenItIsCancelledBeforeItForks(Setting setting) throws Exception {
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.cancel();
                Subtask<String> subtask = scope.fork(ScopeTest::sleepForLong);
                assertEquals(Subtask.State.UNAVAILABLE, subtask.state());
                assertThrows(CancellationException.class, scope::join);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenSomebodyStopsTheLoop(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                RunLoop loop = RunLoop.current();
                scope.fork(() -> {
                    ticker.await();
                    loop.stop();
                    return sleepForLong();
                });
                assertThrows(CancellationException.class, scope::join);
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenTheThreadOfTheLoopIsToEnd(Setting setting) throws Exception {
        RunLoopThread loopThread = startLoop(setting == Setting.VIRTUAL ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM);
        var ends = new Ends(2);
        var thrown = new AtomicReference<Throwable>();
        var left = new AtomicReference<Integer>();
        loopThread.loop().perform(() -> {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                scope.fork(ends::sleep);
                thrown.set(assertThrows(CancellationException.class, scope::join));
            }
            left.set(2 - ends.count());
        });
        loopThread.loop().wakeUp();
        await(ends.begun);
        loopThread.close();

        assertEquals(CancellationException.class, thrown.get().getClass());
        assertEquals(0, left.get());
    }

    @ParameterizedTest
    @EnumSource
    void whenTheThreadOfTheLoopIsInterrupted(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, scope::join);
                assertFalse(Thread.currentThread().isInterrupted());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void thatIsJoinedAlthoughItsThreadIsInterruptedMeanwhileWhichIsSeenAfterwards(Setting setting) throws Exception {
        onLoop(setting, () -> {
            Thread owner = Thread.currentThread();
            ticker.start();
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                var isInterrupted = new CountDownLatch(1);
                start(ThreadKind.PLATFORM, () -> {
                    ticker.await();
                    owner.interrupt();
                    isInterrupted.countDown();
                });
                scope.fork(() -> {
                    isInterrupted.await();
                    ticker.await();
                    return "result";
                });
                assertEquals("result", scope.join());
            }
            assertTrue(Thread.interrupted());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenItIsClosedWithoutAJoin(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var ends = new Ends(1);
            var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration());
            scope.fork(ends::sleep);
            assertThrows(IllegalStateException.class, scope::close);
            scope.close(); // which does nothing more
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoseSubtaskTakesItsTimeToEndAndServesTheLoopMeanwhile(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var isAlive = new AtomicReference<>(false);
            var begun = new CountDownLatch(1);
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                scope.fork(() -> {
                    isAlive.set(true);
                    begun.countDown();
                    try {
                        return sleepForLong();
                    } finally {
                        ticker.await();
                        isAlive.set(false);
                    }
                });
                scope.fork(() -> {
                    begun.await();
                    return "first";
                });
                assertEquals("first", scope.join());
                assertTrue(isAlive.get());
            }
            assertFalse(isAlive.get());
            ticker.assertHasTicked();
        });
    }

    /** A clock that fails the loop which sleeps by it. */
    private static final class FailingClock implements RunLoopClock {
        private final SteppingClock clock = new SteppingClock();
        private final CountDownLatch hasFailed = new CountDownLatch(1);
        private boolean fails;

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public void await(Wait wait) {
            if (fails) {
                fails = false;
                hasFailed.countDown();
                throw new IllegalStateException("thrown by a test");
            }
            wait.begin();
        }

        @Override
        public void awaitUntil(Wait wait, long deadline) {
            await(wait);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenTheRunThatServesItsLoopThrows(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var clock = new FailingClock();
            LoopOnClock.create(Thread.currentThread(), clock);
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                clock.fails = true;
                var thrown = assertThrows(IllegalStateException.class, scope::join);
                assertEquals("thrown by a test", thrown.getMessage());
                assertTrue(scope.isCancelled());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whenTheRunThatServesItsCloseThrows(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var clock = new FailingClock();
            LoopOnClock.create(Thread.currentThread(), clock);
            var isAlive = new AtomicReference<>(false);
            var begun = new CountDownLatch(1);
            var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration());
            scope.fork(() -> {
                isAlive.set(true);
                begun.countDown();
                try {
                    return sleepForLong();
                } finally {
                    clock.hasFailed.await();
                    isAlive.set(false);
                }
            });
            scope.fork(() -> {
                begun.await();
                return "first";
            });
            assertEquals("first", scope.join());
            clock.fails = true;
            assertThrows(IllegalStateException.class, scope::close);
            assertFalse(isAlive.get());
        });
    }
}
