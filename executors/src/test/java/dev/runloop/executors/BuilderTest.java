package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.RunLoopMode;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An executor that is built")
class BuilderTest extends ExecutorTest {

    /** The machine's time, as a clock of its own. */
    private static final class MachineClock implements RunLoopClock {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public void await(Wait wait) {
            wait.begin();
        }

        @Override
        public void awaitUntil(Wait wait, long deadline) {
            RunLoopClock.system().awaitUntil(wait, deadline);
        }
    }

    private RunLoopExecutor closed(RunLoopExecutor executor) {
        return closing(executor);
    }

    @Test
    void hasANumberedNameIfItIsGivenNone() {
        RunLoopExecutor executor = closed(RunLoopExecutors.newSingleThreadScheduledExecutor());

        assertTrue(executor.loop().thread().getName().matches("runloop-\\d+"));
    }

    @Test
    void runsOnAPlatformThreadThatIsNoDaemon() throws Exception {
        RunLoopExecutor executor = start(() -> RunLoopExecutors.newSingleThreadScheduledExecutor());

        assertFalse(
                executor.loop().thread().isDaemon() || executor.loop().thread().isVirtual());
    }

    /** On a daemon thread, whose status would be inherited. */
    private RunLoopExecutor start(Supplier<RunLoopExecutor> factory) throws Exception {
        BlockingQueue<RunLoopExecutor> made = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().start(() -> made.add(factory.get())).join();
        return closed(made.take());
    }

    @Test
    void mayRunOnADaemon() {
        assertTrue(closed(RunLoopExecutor.builder().daemon(true).build())
                .loop()
                .thread()
                .isDaemon());
    }

    @Test
    void mayRunOnAVirtualThread() {
        assertTrue(closed(RunLoopExecutors.newSingleVirtualThreadScheduledExecutor())
                .loop()
                .thread()
                .isVirtual());
    }

    @ParameterizedTest
    @EnumSource
    void mayRunOnTheThreadOfAFactory(ThreadKind kind) throws Exception {
        var factory = kind.thread().name("of a factory").factory();
        RunLoopExecutor executor = closed(RunLoopExecutors.newSingleThreadScheduledExecutor(factory));

        assertEquals(
                "of a factory",
                executor.submit(() -> Thread.currentThread().getName()).get());
    }

    @Test
    void tellsItsExceptionHandler() throws Exception {
        BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
        var thrown = new IllegalStateException("thrown by a task");
        RunLoopExecutor executor = closed(RunLoopExecutor.builder()
                .exceptionHandler((thread, exception) -> told.add(exception))
                .build());
        executor.execute(() -> {
            throw thrown;
        });

        assertSame(thrown, told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void livesByItsClock() {
        var clock = new MachineClock();

        assertSame(
                clock,
                closed(RunLoopExecutor.builder().clock(clock).build()).loop().clock());
    }

    @ParameterizedTest
    @EnumSource
    void ofALowerOrderComesFirst(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            RunLoopExecutor late = RunLoopExecutor.builder().loop(loop).order(1).build();
            RunLoopExecutor early =
                    RunLoopExecutor.builder().loop(loop).order(-1).build();
            List<String> ran = new ArrayList<>();
            late.execute(() -> ran.add("late"));
            early.execute(() -> ran.add("early"));

            loop.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
            assertEquals(List.of("early", "late"), ran);
        });
    }

    @Test
    void cannotChooseTheThreadOfALoopThatIsThere() {
        List<UnaryOperator<RunLoopExecutorBuilder>> choices = List.of(
                RunLoopExecutorBuilder::virtual,
                builder -> builder.name("name"),
                builder -> builder.daemon(true),
                builder -> builder.threadFactory(Thread::new),
                builder -> builder.clock(new SteppingClock()),
                builder -> builder.exceptionHandler((thread, exception) -> {}));
        for (UnaryOperator<RunLoopExecutorBuilder> choice : choices) {
            RunLoopExecutorBuilder builder =
                    choice.apply(RunLoopExecutor.builder().loop(RunLoop.current()));

            assertThrows(IllegalStateException.class, builder::build);
        }
    }

    @Test
    void cannotBeAGroupOnALoopThatIsThere() {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder().loop(RunLoop.current());

        assertThrows(IllegalStateException.class, () -> builder.buildGroup(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void refusesACapacityByItsValue(int capacity) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();

        var refusal =
                assertThrows(IllegalArgumentException.class, () -> builder.capacity(capacity, OverflowPolicy.ABORT));
        assertTrue(refusal.getMessage().endsWith(": " + capacity), refusal::getMessage);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesTheSizeOfAGroupByItsValue(int size) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> RunLoopExecutors.newGroup(size));

        assertEquals("size is not positive: " + size, refusal.getMessage());
    }
}
