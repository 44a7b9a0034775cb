package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A scope")
class NestingTest extends ScopeTest {
    private static final ScopedValue<String> USER = ScopedValue.newInstance();
    private static final RunLoopMode OTHER = RunLoopMode.of("other");

    @ParameterizedTest
    @EnumSource
    void canBeOpenedWithinAnother(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            try (var outer = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                outer.fork(() -> {
                    ticker.await();
                    return "outer";
                });
                try (var inner =
                        RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                    inner.fork(() -> "inner");
                    assertEquals("inner", inner.join());
                }
                assertEquals("outer", outer.join());
            }
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void canBeOpenedByACallbackOfTheJoinOfAnother(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var inner = new AtomicReference<String>();
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(() -> "outer", outcome -> inner.set(joinOne(setting)));
                scope.join();
            }
            assertEquals("inner", inner.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void cannotBeClosedByACallbackOfAJoinWithinIt(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var refusals = new AtomicReference<IllegalStateException>();
            try (var outer = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                outer.fork(() -> "outer");
                try (var inner = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                    inner.fork(
                            () -> "inner",
                            outcome -> refusals.set(assertThrows(IllegalStateException.class, outer::close)));
                    inner.join();
                }
                outer.join();
            }
            assertTrue(refusals.get().getMessage().contains("within"));
        });
    }

    private static String joinOne(Setting setting) {
        try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
            scope.fork(() -> "inner");
            return scope.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The inner run performs what was to end the outer one, which is then the outer one's to notice. */
    @ParameterizedTest
    @EnumSource
    void isJoinedAlsoIfARunWithinItsJoinHasSeenItsEnd(Setting setting) throws Exception {
        onLoop(setting, () -> {
            RunLoop loop = RunLoop.current();
            var isRunning = new CountDownLatch(1);
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                scope.fork(() -> {
                    isRunning.await();
                    return "result";
                });
                loop.add(
                        RunLoopTimer.oneShot(Duration.ZERO, timer -> {
                            isRunning.countDown();
                            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(50), false);
                        }),
                        RunLoopMode.DEFAULT);
                assertEquals("result", scope.join());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void servesTheModeThatWasChosenAndNoOther(Setting setting) throws Exception {
        onLoop(setting, () -> {
            RunLoop loop = RunLoop.current();
            loop.addCommonMode(OTHER);
            var served = new AtomicReference<>("");
            var hasServed = new CountDownLatch(1);
            loop.perform(RunLoopMode.DEFAULT, () -> served.updateAndGet(before -> before + "default "));
            loop.perform(OTHER, () -> {
                served.updateAndGet(before -> before + "other");
                hasServed.countDown();
            });
            UnaryOperator<ScopeConfiguration> configuration = setting.configuration();
            try (var scope = RunLoopScope.open(
                    Joiner.<String>anySuccessfulResultOrThrow(),
                    base -> configuration.apply(base).withMode(OTHER))) {
                scope.fork(() -> {
                    hasServed.await();
                    return "result";
                });
                assertEquals("result", scope.join());
            }
            assertEquals("other", served.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void hasItsSubtasksInheritScopedValues(Setting setting) throws Exception {
        onLoop(
                setting,
                () -> ScopedValue.where(USER, "somebody").call(() -> {
                    try (var scope =
                            RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                        scope.fork(USER::get);
                        assertEquals("somebody", scope.join());
                    }
                    return null;
                }));
    }

    @ParameterizedTest
    @EnumSource
    void hasTheSubtasksThatItsCallbacksForkInheritScopedValues(Setting setting) throws Exception {
        onLoop(
                setting,
                () -> ScopedValue.where(USER, "somebody").call(() -> {
                    var second = new AtomicReference<Subtask<String>>();
                    try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                        scope.fork(() -> "first", outcome -> second.set(scope.fork(USER::get)));
                        scope.join();
                        assertEquals("somebody", second.get().get());
                    }
                    return null;
                }));
    }

    @ParameterizedTest
    @EnumSource
    void refusesThreadsThatHaveNotOpenedIt(Setting setting) throws Exception {
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                Thread stranger = start(ThreadKind.PLATFORM, () -> {
                    assertThrows(WrongThreadException.class, () -> scope.fork(() -> "never"));
                    assertThrows(WrongThreadException.class, scope::join);
                    assertThrows(WrongThreadException.class, scope::close);
                });
                assertTrue(stranger.join(PATIENCE));
                scope.join();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void canBeJoinedOnceAndNotForkedOrClosedInTheWrongPlace(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration());
            scope.fork(() -> "first", outcome -> {
                assertThrows(IllegalStateException.class, scope::join);
                assertThrows(IllegalStateException.class, scope::close);
            });
            scope.join();
            assertThrows(IllegalStateException.class, scope::join);
            assertThrows(IllegalStateException.class, () -> scope.fork(() -> "late"));
            scope.close();
            assertThrows(IllegalStateException.class, scope::join);
        });
    }

    @Test
    void canBeOwnedByAConfinedThreadWithConfinedSubtasks() throws Exception {
        var loop = startLoop(ThreadKind.PLATFORM).loop();
        ConfinedThreads threads = ConfinedThreads.on(loop);
        loop.perform(ticker::start);
        loop.wakeUp();
        var joined = new AtomicReference<String>();
        var failure = new AtomicReference<Throwable>();
        Thread owner = threads.start(() -> {
            try (var scope = RunLoopScope.open(
                    Joiner.<String>anySuccessfulResultOrThrow(),
                    configuration -> configuration.withThreadFactory(threads))) {
                scope.fork(() -> {
                    ticker.await();
                    return Thread.currentThread().getName();
                });
                joined.set(scope.join());
            } catch (Exception e) {
                failure.set(e);
            }
        });

        assertTrue(owner.join(PATIENCE));
        assertEquals(null, failure.get());
        assertEquals("loop-confined-1", joined.get());
    }

    @Test
    void refusesConfinedThreadsThatWouldNotRunWhileItJoins() throws Exception {
        onLoop(Setting.CONFINED, () -> {
            ConfinedThreads threads = ConfinedThreads.on(RunLoop.current(), OTHER);
            var refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> RunLoopScope.open(
                            Joiner.<String>awaitAll(), configuration -> configuration.withThreadFactory(threads)));
            assertTrue(refusal.getMessage().startsWith("threadFactory makes threads"), refusal.getMessage());
        });
    }

    @ParameterizedTest
    @EnumSource
    void survivesAThreadFactoryThatMakesNoThread(Setting setting) throws Exception {
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(
                    Joiner.<String>awaitAll(), configuration -> configuration.withThreadFactory(body -> null))) {
                assertThrows(RejectedExecutionException.class, () -> scope.fork(() -> "never"));
                scope.join();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void survivesThreadsOfALoopThatHasEnded(Setting setting) throws Exception {
        var ended = startLoop(ThreadKind.PLATFORM);
        ConfinedThreads threads = ConfinedThreads.on(ended.loop());
        ended.close();
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(
                    Joiner.<String>awaitAll(), configuration -> configuration.withThreadFactory(threads))) {
                assertThrows(RejectedExecutionException.class, () -> scope.fork(() -> "never"));
                scope.join();
            }
        });
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        onLoop(Setting.PLATFORM, () -> {
            assertNamed("joiner", () -> RunLoopScope.open(null));
            assertNamed("configure", () -> RunLoopScope.open(Joiner.awaitAll(), null));
            assertNamed(
                    "configure has answered null", () -> RunLoopScope.open(Joiner.awaitAll(), configuration -> null));
            assertNamed("mode", () -> ScopeConfiguration.DEFAULT.withMode(null));
            assertNamed("name", () -> ScopeConfiguration.DEFAULT.withName(null));
            assertNamed("timeout", () -> ScopeConfiguration.DEFAULT.withTimeout(null));
            assertNamed("threadFactory", () -> ScopeConfiguration.DEFAULT.withThreadFactory(null));
            assertThrows(IllegalArgumentException.class, () -> ScopeConfiguration.DEFAULT.withMode(RunLoopMode.COMMON));
            try (var scope =
                    RunLoopScope.open(Joiner.<String>awaitAll(), configuration -> configuration.withName("named"))) {
                assertNamed("task", () -> scope.fork((Runnable) null));
                assertNamed("receiver", () -> scope.fork(() -> "x", null));
                assertEquals("RunLoopScope[named, test, " + RunLoopMode.DEFAULT + "]", scope.toString());
                scope.join();
            }
        });
    }

    private static void assertNamed(String argument, org.junit.jupiter.api.function.Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }
}
