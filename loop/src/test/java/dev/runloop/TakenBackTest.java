package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What was taken back")
class TakenBackTest extends ConcurrentTest {
    private static final int MANY = 20_000;

    static Stream<Supplier<RunLoopItem>> items() {
        return Stream.of(
                () -> RunLoopTimer.oneShot(Duration.ofDays(1), timer -> {}),
                () -> Source0.create(() -> {}),
                () -> Source1.create(() -> {}),
                () -> RunLoopObserver.create(Set.of(RunLoopActivity.EXIT), (observer, activity) -> {}));
    }

    @ParameterizedTest
    @MethodSource("items")
    @DisplayName("does not pile up in a loop that nobody runs, or that sleeps")
    void doesNotPileUp(Supplier<RunLoopItem> items) throws Exception {
        RunLoop own = RunLoop.current();
        RunLoopTimer lasting = RunLoopTimer.oneShot(Duration.ofDays(1), timer -> {});
        own.add(lasting, RunLoopMode.DEFAULT);
        try (var sleeping = RunLoopThread.ofVirtual().start()) {
            for (RunLoop loop : List.of(own, sleeping.loop())) {
                var others = Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < MANY; i++) {
                        RunLoopItem item = items.get();
                        loop.add(item, RunLoopMode.DEFAULT);
                        if (i % 2 == 0) {
                            item.invalidate();
                        } else {
                            loop.remove(item, RunLoopMode.DEFAULT);
                        }
                    }
                });
                others.join();
                Awaitility.await().until(() -> loop.contents().inbox().size() < MANY / 4);
                assertTrue(loop.metrics().sleeps() < MANY / 4);
            }
        } finally {
            lasting.invalidate();
        }
    }

    @ParameterizedTest
    @MethodSource("items")
    @DisplayName("lets go of what it would have called, while somebody still holds it")
    void letsGoOfItsHandler(Supplier<RunLoopItem> items) {
        RunLoopItem item = items.get();
        var called = new WeakReference<>(item.callee());
        item.invalidate();
        assertTrue(called.get() != item.callee());
    }

    @Test
    @DisplayName("leaves nothing of its mode")
    void leavesNothingOfItsMode() throws Exception {
        Thread own = start(
                ThreadKind.PLATFORM,
                () -> { // the loop of a test's thread may have items of other tests
                    RunLoop loop = RunLoop.current();
                    for (int i = 0; i < 1_000; i++) {
                        var mode = RunLoopMode.of("once " + i);
                        loop.add(RunLoopTimer.oneShot(Duration.ZERO, timer -> {}), mode);
                        loop.runInMode(mode, Duration.ofSeconds(10), false);
                    }
                    assertEquals(1, loop.contents().tables().size());
                    assertTrue(loop.modes().size() < 100);
                });
        own.join();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("by others, or has run, leaves nothing of thousands of modes")
    void leavesNothingOfManyModes(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        for (int i = 0; i < 4_000; i++) {
            var mode = RunLoopMode.of("once " + i);
            RunLoopItem item = items().toList().get(i % 4).get();
            loop.add(item, mode);
            loop.perform(Set.of(mode, RunLoopMode.DEFAULT), () -> {});
            if (i % 2 == 0) {
                loop.remove(item, mode);
            } else {
                item.invalidate();
            }
        }
        loop.wakeUp();
        Awaitility.await().until(() -> loop.contents().tables().size() == 1);
        assertTrue(loop.modes().size() < 100);
    }

    @Test
    @DisplayName("ends a run that has nothing else to wait for")
    void endsARunWithoutLimit() throws Exception {
        for (Supplier<RunLoopItem> items : items().limit(3).toList()) {
            RunLoopItem item = items.get();
            Thread thread = Thread.ofVirtual().start(() -> {
                RunLoop.current().add(item, RunLoopMode.DEFAULT);
                RunLoop.current().run();
            });
            RunLoop loop = RunLoop.of(thread);
            Awaitility.await().until(loop::isWaiting);
            item.invalidate();
            assertTrue(thread.join(Duration.ofSeconds(30)));
        }
    }

    @Test
    @DisplayName("is not confused with what is set to one and the same date, which fires in order")
    void equalDatesFireInOrder() {
        RunLoop loop = RunLoop.current();
        Instant date = Instant.now().plusMillis(20);
        List<Integer> fired = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ofDays(1), self -> fired.add(number));
            timer.setNextFireDate(date);
            assertEquals(date, timer.nextFireDate().orElseThrow());
            loop.add(timer, RunLoopMode.DEFAULT);
        }
        while (loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(30), false) != RunLoopResult.FINISHED) {
            assertTrue(fired.size() < 20);
        }
        assertEquals(Stream.iterate(0, i -> i + 1).limit(20).toList(), fired);
    }
}
