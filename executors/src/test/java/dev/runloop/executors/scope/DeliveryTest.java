package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Outcomes of subtasks are delivered")
class DeliveryTest extends ScopeTest {
    private final IllegalArgumentException failure = new IllegalArgumentException("thrown by a test");

    @ParameterizedTest
    @EnumSource
    void onTheThreadOfTheLoopBeforeTheJoinReturns(Setting setting) throws Exception {
        onLoop(setting, () -> {
            ticker.start();
            List<Outcome<String>> outcomes = new ArrayList<>();
            Thread owner = Thread.currentThread();
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(
                        () -> {
                            ticker.await();
                            return "result";
                        },
                        outcome -> {
                            assertSame(owner, Thread.currentThread());
                            outcomes.add(outcome);
                        });
                scope.join();
                assertEquals(List.of(new Outcome.Success<>("result")), outcomes);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void alsoIfTheyAreExceptionsOrNull(Setting setting) throws Exception {
        onLoop(setting, () -> {
            List<Outcome<String>> failed = new ArrayList<>();
            List<Outcome<String>> succeeded = new ArrayList<>();
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(
                        () -> {
                            throw failure;
                        },
                        failed::add);
                scope.fork(() -> null, succeeded::add);
                scope.join();
            }
            assertEquals(List.of(new Outcome.Failure<>(failure)), failed);
            assertEquals(List.of(new Outcome.Success<>(null)), succeeded);
        });
    }

    @ParameterizedTest
    @EnumSource
    void inTheOrderInWhichTheyCome(Setting setting) throws Exception {
        onLoop(setting, () -> {
            List<Integer> delivered = new ArrayList<>();
            List<Semaphore> turns =
                    IntStream.range(0, 5).mapToObj(i -> new Semaphore(0)).toList();
            try (var scope = RunLoopScope.open(Joiner.<Integer>awaitAll(), setting.configuration())) {
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    scope.fork(
                            () -> {
                                turns.get(number).acquire();
                                return number;
                            },
                            outcome -> {
                                delivered.add(number);
                                if (number > 0) {
                                    turns.get(number - 1).release();
                                }
                            });
                }
                turns.getLast().release();
                scope.join();
            }
            assertEquals(List.of(4, 3, 2, 1, 0), delivered);
        });
    }

    @ParameterizedTest
    @EnumSource
    void toReceiversThatForkMore(Setting setting) throws Exception {
        onLoop(setting, () -> {
            List<Integer> delivered = new ArrayList<>();
            try (var scope = RunLoopScope.open(Joiner.<Integer>awaitAll(), setting.configuration())) {
                forkNext(scope, delivered, 0);
                scope.join();
            }
            assertEquals(List.of(0, 1, 2, 3, 4), delivered);
        });
    }

    private static void forkNext(RunLoopScope<Integer, Void> scope, List<Integer> delivered, int number) {
        if (number < 5) {
            scope.fork(() -> number, outcome -> {
                delivered.add(number);
                forkNext(scope, delivered, number + 1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void alsoThoseBehindAReceiverThatThrowsOfWhichTheHandlerIsTold(Setting setting) throws Exception {
        onLoop(setting, () -> {
            List<Throwable> told = new ArrayList<>();
            RunLoop.current().setExceptionHandler((thread, exception) -> told.add(exception));
            List<Outcome<String>> delivered = new ArrayList<>();
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(() -> "a", outcome -> {
                    throw failure;
                });
                scope.fork(() -> "b", delivered::add);
                scope.join();
            }
            assertEquals(List.of(failure), told);
            assertEquals(1, delivered.size());
        });
    }

    @ParameterizedTest
    @EnumSource
    void butNotOfThoseThatCompleteAfterTheScopeWasCancelled(Setting setting) throws Exception {
        onLoop(setting, () -> {
            List<Outcome<String>> late = new ArrayList<>();
            List<Outcome<String>> first = new ArrayList<>();
            var begun = new CountDownLatch(1);
            try (var scope = RunLoopScope.open(Joiner.<String>anySuccessfulResultOrThrow(), setting.configuration())) {
                scope.fork(
                        () -> {
                            begun.countDown();
                            return sleepForLong();
                        },
                        late::add);
                scope.fork(
                        () -> {
                            begun.await();
                            return "first";
                        },
                        first::add);
                scope.join();
                assertEquals(List.of(new Outcome.Success<>("first")), first);
            }
            assertEquals(List.of(), late);
        });
    }

    @ParameterizedTest
    @EnumSource
    void toAReceiverThatCancelsTheScope(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var ends = new Ends(1);
            try (var scope = RunLoopScope.open(Joiner.<String>awaitAll(), setting.configuration())) {
                scope.fork(ends::sleep);
                scope.fork(
                        () -> {
                            ends.begun.await();
                            return "enough";
                        },
                        outcome -> scope.cancel());
                assertThrows(CancellationException.class, scope::join);
            }
            assertEquals(1, ends.count());
        });
    }

    @ParameterizedTest
    @EnumSource
    void eachOneOnce(Setting setting) throws Exception {
        onLoop(setting, () -> {
            var count = new int[1];
            try (var scope = RunLoopScope.open(Joiner.<Integer>awaitAll(), setting.configuration())) {
                for (int i = 0; i < 1_000; i++) {
                    scope.fork(() -> 1, outcome -> count[0]++);
                }
                scope.join();
                assertEquals(1_000, count[0]);
            }
            assertTrue(RunLoop.current().currentMode().isEmpty());
        });
    }
}
