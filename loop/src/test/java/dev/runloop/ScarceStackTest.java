package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A call that dies of a StackOverflowError")
class ScarceStackTest extends ConcurrentTest {
    private static final int ROUNDS = 8;
    private static final long SMALL_STACK = 256 << 10;

    private final AtomicInteger handled = new AtomicInteger();

    /** Makes a call where there is no stack left, then a frame higher, and so on until it returns. */
    private static void exhaust(Runnable call, int padding) {
        try {
            if (padding > 0) {
                exhaust(call, padding - 1);
            } else {
                exhaust(call);
            }
        } catch (StackOverflowError e) {
            call.run();
        }
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack is full
    private static void exhaust(Runnable call) {
        try {
            exhaust(call);
        } catch (StackOverflowError e) {
            call.run();
        }
    }

    /** On a thread with a small stack, as often as there are rounds; each tries many depths. */
    private static void exhaustElsewhere(Runnable call) throws InterruptedException {
        Thread thread = new Thread(
                null,
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        exhaust(call, i % 7);
                    }
                },
                "scarce",
                SMALL_STACK);
        thread.start();
        thread.join();
    }

    private static void assertServes(RunLoop loop) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            var served = new CountDownLatch(1);
            loop.perform(served::countDown);
            loop.wakeUp();
            await(served);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("around signal leaves a source that can be signalled and is performed")
    void signal(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        for (boolean urgent : List.of(true, false)) {
            Source0 source = Source0.create(handled::incrementAndGet);
            loop.add(source, RunLoopMode.DEFAULT);
            exhaustElsewhere(() -> {
                if (urgent) {
                    source.signalAndWakeUp();
                } else {
                    source.signal();
                    loop.wakeUp();
                }
            });
            assertServes(loop);
            int before = handled.get();
            source.signalAndWakeUp();
            Awaitility.await().until(() -> handled.get() > before);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "around add, remove and invalidate leaves items that are in their mode or not, for the loop as for others")
    void items(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        for (RunLoopMode mode : List.of(RunLoopMode.DEFAULT, RunLoopMode.COMMON)) {
            List<Source0> added = new ArrayList<>();
            exhaustElsewhere(() -> {
                Source0 source = Source0.create(handled::incrementAndGet);
                loop.add(source, mode);
                added.add(source);
            });
            assertEquals(ROUNDS, added.size());
            int before = handled.get();
            added.forEach(Source0::signalAndWakeUp);
            Awaitility.await().until(() -> handled.get() == before + ROUNDS);
            for (int i = 0; i < added.size(); i += 2) {
                Source0 removed = added.get(i);
                exhaustElsewhereOnce(() -> loop.remove(removed, mode));
                Source0 invalid = added.get(i + 1);
                exhaustElsewhereOnce(invalid::invalidate);
            }
            assertServes(loop);
            added.forEach(Source0::signalAndWakeUp);
            assertServes(loop);
            assertEquals(before + ROUNDS, handled.get());
            assertTrue(added.stream().noneMatch(source -> loop.contains(source, RunLoopMode.DEFAULT)));
        }
        Awaitility.await()
                .until(() -> loop.describe().modes().stream()
                        .allMatch(mode -> mode.items().isEmpty()));
    }

    private static void exhaustElsewhereOnce(Runnable call) throws InterruptedException {
        Thread thread = new Thread(null, () -> exhaust(call), "scarce", SMALL_STACK);
        thread.start();
        thread.join();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("around perform queues the block or does not, and the others run")
    void perform(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        exhaustElsewhere(() -> {
            loop.perform(RunLoopMode.COMMON, handled::incrementAndGet);
            loop.wakeUp();
        });
        assertServes(loop);
        assertEquals(ROUNDS, handled.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("around setNextFireDate leaves a timer that fires at the date set last")
    void setNextFireDate(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        RunLoopTimer timer = RunLoopTimer.repeating(Duration.ofDays(1), self -> handled.incrementAndGet());
        loop.add(timer, RunLoopMode.DEFAULT);
        timer.setNextFireDate(
                loop.clock().instant().plusSeconds(100_000)); // a class that cannot be initialised stays so
        exhaustElsewhere(() -> timer.setNextFireDate(loop.clock().instant().plusSeconds(100_000)));
        assertServes(loop);
        assertEquals(0, handled.get());
        exhaustElsewhereOnce(() -> timer.setNextFire(Duration.ZERO));
        Awaitility.await().until(() -> handled.get() == 1);
    }
}
