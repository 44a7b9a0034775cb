package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.StructuredTaskScope.FailedException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("While a scope joins by this joiner, its loop goes on:")
class JoinerTest extends ScopeTest {
    private final IllegalArgumentException failure = new IllegalArgumentException("thrown by a test");

    private String afterTicks(String result) throws InterruptedException {
        ticker.await();
        return result;
    }

    private String failAfterTicks() throws InterruptedException {
        ticker.await();
        throw failure;
    }

    @ParameterizedTest
    @EnumSource
    void allSuccessfulOrThrowAnswersAllSubtasks(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            try (var scope = RunLoopScope.open(Joiner.<String>allSuccessfulOrThrow(), setting.configuration())) {
                scope.fork(() -> afterTicks("a"));
                scope.fork(() -> afterTicks("b"));
                assertEquals(List.of("a", "b"), scope.join().map(Subtask::get).toList());
            }
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void allSuccessfulOrThrowThrowsTheFirstFailureAndCancelsTheOthers(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>allSuccessfulOrThrow(), setting.configuration())) {
                scope.fork(ends::sleep);
                scope.fork(this::failAfterTicks);
                assertSame(
                        failure,
                        assertThrows(FailedException.class, scope::join).getCause());
                assertTrue(scope.isCancelled());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anySuccessfulResultOrThrowAnswersTheFirstResultAndCancelsTheOthers(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                scope.fork(ends::sleep);
                scope.fork(() -> {
                    throw failure;
                });
                scope.fork(() -> afterTicks("first"));
                assertEquals("first", scope.join());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anySuccessfulResultOrThrowThrowsIfAllFail(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                scope.fork(this::failAfterTicks);
                scope.fork(this::failAfterTicks);
                assertSame(
                        failure,
                        assertThrows(FailedException.class, scope::join).getCause());
            }
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anySuccessfulResultOrThrowThrowsIfThereAreNone(Setting setting) throws Exception {
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                var thrown = assertThrows(FailedException.class, scope::join);
                assertEquals(NoSuchElementException.class, thrown.getCause().getClass());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void awaitAllSuccessfulOrThrowAnswersNull(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            try (var scope = RunLoopScope.open(Joiner.awaitAllSuccessfulOrThrow(), setting.configuration())) {
                Subtask<String> text = scope.fork(() -> afterTicks("text"));
                Subtask<Integer> number = scope.fork(() -> 7);
                assertNull(scope.join());
                assertEquals("text7", text.get() + number.get());
            }
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void awaitAllSuccessfulOrThrowThrowsTheFirstFailureAndCancelsTheOthers(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.awaitAllSuccessfulOrThrow(), setting.configuration())) {
                Subtask<String> sleeper = scope.fork(ends::sleep);
                scope.fork(this::failAfterTicks);
                assertSame(
                        failure,
                        assertThrows(FailedException.class, scope::join).getCause());
                assertEquals(Subtask.State.UNAVAILABLE, sleeper.state());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void awaitAllWaitsForAllWhateverBecomesOfThem(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                Subtask<String> failing = scope.fork(this::failAfterTicks);
                Subtask<String> succeeding = scope.fork(() -> afterTicks("result"));
                assertNull(scope.join());
                assertSame(failure, failing.exception());
                assertEquals("result", succeeding.get());
            }
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void allUntilCancelsTheOthersWhenItsPredicateSaysSo(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var failures = new AtomicInteger();
            var ends = new Ends(1);
            var joiner = Joiner.<String>allUntil(
                    subtask -> subtask.state() == Subtask.State.FAILED && failures.incrementAndGet() == 2);
            try (var scope = RunLoopScope.open(joiner, setting.configuration())) {
                scope.fork(this::failAfterTicks);
                scope.fork(this::failAfterTicks);
                scope.fork(() -> "done");
                scope.fork(ends::sleep);
                assertEquals(
                        List.of(
                                Subtask.State.FAILED,
                                Subtask.State.FAILED,
                                Subtask.State.SUCCESS,
                                Subtask.State.UNAVAILABLE),
                        scope.join().map(Subtask::state).toList());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    /** Adds the results up, and has enough at a sum. */
    private static final class Adding implements Joiner<Integer, Integer> {
        private final AtomicInteger sum = new AtomicInteger();
        private final AtomicInteger forks = new AtomicInteger();

        @Override
        public boolean onFork(Subtask<? extends Integer> subtask) {
            return forks.incrementAndGet() > 3;
        }

        @Override
        public boolean onComplete(Subtask<? extends Integer> subtask) {
            return sum.addAndGet(subtask.get()) >= 3;
        }

        @Override
        public Integer result() {
            return sum.get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJoinerOfTheUserDecidesByWhatHasCompleted(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(new Adding(), setting.configuration())) {
                scope.fork(() -> {
                    ticker.await();
                    return 1;
                });
                scope.fork(() -> {
                    ticker.await();
                    return 2;
                });
                scope.fork(() -> ends.sleep().length());
                assertEquals(3, scope.join());
            }
            assertEquals(1, ends.count());
            ticker.assertHasTicked();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aJoinerOfTheUserDecidesByWhatIsForked(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var ends = new Ends(3);
            var ran = new AtomicInteger();
            try (var scope = RunLoopScope.open(new Adding(), setting.configuration())) {
                for (int i = 0; i < 3; i++) {
                    scope.fork(() -> ends.sleep().length());
                }
                assertFalse(scope.isCancelled());
                scope.fork(ran::incrementAndGet);
                assertTrue(scope.isCancelled());
                assertEquals(0, scope.join());
            }
            assertEquals(0, ran.get());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aScopeWithoutSubtasksIsJoinedAtOnce(Setting setting) throws Exception {
        onLoop(setting, () -> {
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                assertNull(scope.join());
            }
        });
    }
}
