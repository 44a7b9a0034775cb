package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructureViolationException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"ImmutableEnumChecker", "UnnecessaryMethodReference"}) // the references are what is tried
@DisplayName("A scope whose factory is the user's")
class ForkedThreadTest extends ScopeTest {

    /** What a factory of users may make of the factory that it wraps. */
    enum Wrapper {
        METHOD_REFERENCE(threads -> threads::newThread),
        LAMBDA(threads -> body -> threads.newThread(body)),
        MORE_AFTERWARDS(threads -> body -> threads.newThread(() -> {
            body.run();
            LockSupport.parkNanos(5_000_000);
        })),
        MORE_BEFORE(threads -> body -> threads.newThread(() -> {
            LockSupport.parkNanos(5_000_000);
            body.run();
        })),
        MIXED(threads -> new ThreadFactory() {
            private int count;

            @Override
            public Thread newThread(Runnable body) {
                return count++ % 2 == 0
                        ? threads.newThread(body)
                        : Thread.ofVirtual().unstarted(body);
            }
        });

        private final Function<ThreadFactory, ThreadFactory> wrap;

        Wrapper(Function<ThreadFactory, ThreadFactory> wrap) {
            this.wrap = wrap;
        }

        ThreadFactory around(ThreadFactory factory) {
            return wrap.apply(factory);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isJoined(Wrapper wrapper) throws Exception {
        for (Setting setting : Setting.values()) {
            onLoop(setting, () -> {
                ThreadFactory factory = wrapper.around(setting.threads());
                try (var scope = RunLoopScope.open(
                        Joiner.<Integer>awaitAll(), configuration -> configuration.withThreadFactory(factory))) {
                    Subtask<Integer> first = scope.fork(() -> 1);
                    Subtask<Integer> second = scope.fork(() -> 2);
                    scope.join();
                    assertEquals(3, first.get() + second.get());
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNobodyBehindWhenItsLoopIsStopped(Wrapper wrapper) throws Exception {
        for (Setting setting : Setting.values()) {
            onLoop(setting, () -> {
                ThreadFactory factory = wrapper.around(setting.threads());
                List<Thread> made = new ArrayList<>();
                RunLoop loop = RunLoop.current();
                try (var scope = RunLoopScope.open(
                        Joiner.<Object>awaitAll(),
                        configuration -> configuration.withThreadFactory(body -> {
                            Thread thread = factory.newThread(body);
                            made.add(thread);
                            return thread;
                        }))) {
                    var forked = new CountDownLatch(2);
                    for (int i = 0; i < 2; i++) {
                        scope.fork(() -> {
                            forked.countDown();
                            forked.await();
                            loop.perform(loop::stop); // within the join
                            loop.wakeUp();
                            return sleepForLong();
                        });
                    }
                    assertThrows(CancellationException.class, scope::join);
                }
                made.forEach(thread -> assertEquals(Thread.State.TERMINATED, thread.getState()));
            });
        }
    }

    /** Threads of factories that do not come to what they were made for. */
    enum Dud {
        THROWS {
            @Override
            Thread make(ThreadFactory threads, Runnable body) {
                return quiet(threads.newThread(() -> {
                    LockSupport.parkNanos(1_000_000);
                    throw new IllegalStateException("set-up fails");
                }));
            }
        },
        DOES_SOMETHING_ELSE {
            @Override
            Thread make(ThreadFactory threads, Runnable body) {
                return threads.newThread(() -> {});
            }
        },
        OVERRIDES_RUN {
            @Override
            Thread make(ThreadFactory threads, Runnable body) {
                return new Thread(body) {
                    @Override
                    public void run() {}
                };
            }
        };

        abstract Thread make(ThreadFactory threads, Runnable body);
    }

    private static Thread quiet(Thread thread) {
        thread.setUncaughtExceptionHandler((failed, e) -> {});
        return thread;
    }

    @ParameterizedTest
    @EnumSource
    void hasASubtaskWithoutResultIfTheThreadDoesNotRunIt(Dud dud) throws Exception {
        for (Setting setting : Setting.values()) {
            onLoop(setting, () -> {
                ThreadFactory threads = setting.threads();
                try (var scope = RunLoopScope.open(
                        Joiner.<Integer>awaitAll(),
                        configuration -> configuration.withThreadFactory(body -> dud.make(threads, body)))) {
                    Subtask<Integer> subtask = scope.fork(() -> 1);
                    scope.join();
                    assertEquals(Subtask.State.UNAVAILABLE, subtask.state());
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void canBeClosedIfTheThreadDoesNotRunIt(Dud dud) throws Exception {
        for (Setting setting : Setting.values()) {
            onLoop(setting, () -> {
                ThreadFactory threads = setting.threads();
                var scope = RunLoopScope.open(
                        Joiner.<Integer>awaitAll(),
                        configuration -> configuration.withThreadFactory(body -> dud.make(threads, body)));
                scope.fork(() -> 1);
                assertThrows(IllegalStateException.class, scope::close); // it was not joined
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void isJoinedAfterAForkThatFailed(ThreadKind kind) throws Exception {
        Thread ended = Thread.ofVirtual().start(() -> {});
        ended.join();
        onLoop(kind == ThreadKind.PLATFORM ? Setting.PLATFORM : Setting.VIRTUAL, () -> {
            List<ThreadFactory> factories = List.of(body -> ended, body -> null, body -> {
                throw new IllegalStateException("no more threads");
            });
            for (ThreadFactory factory : factories) {
                try (var scope = RunLoopScope.open(
                        Joiner.<Integer>awaitAll(), configuration -> configuration.withThreadFactory(factory))) {
                    assertThrows(RuntimeException.class, () -> scope.fork(() -> 1));
                    scope.join();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesThreadsThatDoNotRunInTheModeOfItsJoin(boolean isWrapped) throws Exception {
        onLoop(Setting.CONFINED, () -> {
            ConfinedThreads threads = ConfinedThreads.on(RunLoop.current(), RunLoopMode.of("other"));
            ThreadFactory factory = isWrapped ? threads::newThread : threads;
            assertThrows(IllegalArgumentException.class, () -> {
                try (var scope = RunLoopScope.open(
                        Joiner.<Integer>awaitAll(), configuration -> configuration.withThreadFactory(factory))) {
                    try {
                        scope.fork(() -> 1);
                    } finally {
                        scope.join();
                    }
                }
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void complainsIfItIsClosedBeforeTheOneWithinIt(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ThreadFactory threads = setting.threads();
            for (ThreadFactory factory : List.of(threads, (ThreadFactory) threads::newThread)) {
                var outer = RunLoopScope.open(Joiner.<Object>awaitAll());
                var between = RunLoopScope.open(Joiner.<Object>awaitAll());
                var inner = RunLoopScope.open(
                        Joiner.<Object>awaitAll(), configuration -> configuration.withThreadFactory(factory));
                inner.fork(ScopeTest::sleepForLong);
                assertThrows(StructureViolationException.class, outer::close);
                assertThrows(IllegalStateException.class, inner::close); // it was not joined
                between.close();
            }
            try (var scope = RunLoopScope.open(Joiner.<Object>awaitAll())) { // all is as it was
                scope.join();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
    void isCancelledAtOnceByATimeoutThatHasPassed(long seconds) throws Exception {
        onLoop(Setting.PLATFORM, () -> {
            try (var scope = RunLoopScope.open(
                    Joiner.<Object>awaitAll(),
                    configuration -> configuration.withTimeout(Duration.ofSeconds(seconds)))) {
                scope.fork(ScopeTest::sleepForLong);
                assertThrows(java.util.concurrent.StructuredTaskScope.TimeoutException.class, scope::join);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void isNotCancelledByATimeoutThatIsNever(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ThreadFactory threads = setting.threads();
            try (var scope = RunLoopScope.open(
                    Joiner.<Integer>allSuccessfulOrThrow(),
                    configuration -> configuration
                            .withThreadFactory(threads)
                            .withTimeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))) {
                scope.fork(() -> 1);
                assertEquals(1, scope.join().count());
            }
        });
    }
}
