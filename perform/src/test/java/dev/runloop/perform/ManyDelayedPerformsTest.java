package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What GNUstep does in quadratic time. */
@DisplayName("100,000 pending requests with a delay")
class ManyDelayedPerformsTest extends PerformTest {
    private static final int REQUESTS = 100_000;

    /** Counts how often it is compared. */
    private static final class Argument {
        static final AtomicInteger COMPARED = new AtomicInteger();
        private final int number;

        Argument(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            COMPARED.incrementAndGet();
            return other instanceof Argument argument && argument.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    private static final class Counter {
        static final Selector<Counter, Argument, Void> COUNT = Selector.of("count", Counter::count);
        int ran;

        void count(Argument ignored) {
            ran++;
        }
    }

    private static List<PerformRequest<?>> schedule(Counter counter) {
        List<PerformRequest<?>> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(
                    Perform.afterDelay(Duration.ofMillis(1 + i % 100), Counter.COUNT.on(counter, new Argument(i))));
        }
        return requests;
    }

    private static RunLoopResult run(RunLoop loop) {
        return loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(1), false);
    }

    @ParameterizedTest
    @EnumSource
    void allRunOnce(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var counter = new Counter();
            schedule(counter);

            assertEquals(RunLoopResult.FINISHED, run(loop));
            assertEquals(REQUESTS, counter.ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areNotLookedAtWhenOneOfThemIsCancelled(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var counter = new Counter();
            schedule(counter);
            int before = Argument.COMPARED.get();
            for (int i = 0; i < 1_000; i++) {
                Perform.cancelPreviousPerformRequests(counter, Counter.COUNT, new Argument(i * 100));
            }
            int compared = Argument.COMPARED.get() - before;

            // Hashes may collide, and tests of both kinds of thread may run at the same time.
            assertTrue(compared < 10_000, () -> compared + " comparisons");
            run(loop);
            assertEquals(REQUESTS - 1_000, counter.ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areCancelledOneByOneFromTheLast(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var counter = new Counter();
            List<PerformRequest<?>> requests = schedule(counter);
            requests.reversed().forEach(request -> assertTrue(request.cancel()));

            assertEquals(RunLoopResult.FINISHED, run(loop));
            assertEquals(0, counter.ran);
            assertEquals(Duration.ZERO, clock.elapsed());
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofEqualArgumentsAreCancelledByOneCall(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var counter = new Counter();
            for (int i = 0; i < REQUESTS; i++) {
                Perform.afterDelay(Duration.ofMillis(i), Counter.COUNT.on(counter, new Argument(7)));
            }
            Perform.cancelPreviousPerformRequests(counter, Counter.COUNT, new Argument(7));

            assertEquals(RunLoopResult.FINISHED, run(loop));
            assertEquals(0, counter.ran);
        });
    }

    @ParameterizedTest
    @EnumSource
    void areReleasedWhenTheirTargetIsCancelled(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            WeakReference<Counter> target = scheduleForgotten();
            Perform.cancelPreviousPerformRequests(target.get());

            Released.await(target);
            assertEquals(RunLoopResult.FINISHED, run(loop));
        });
    }

    private static WeakReference<Counter> scheduleForgotten() {
        var counter = new Counter();
        schedule(counter);
        return new WeakReference<>(counter);
    }
}
