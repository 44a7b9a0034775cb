package dev.runloop.executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.test.ThreadKind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The thread of an executor")
class LazyThreadTest extends ExecutorTest {

    private static RunLoopExecutorBuilder builder(ThreadKind kind) {
        RunLoopExecutorBuilder builder = RunLoopExecutor.builder();
        return kind == ThreadKind.PLATFORM ? builder.platform() : builder.virtual();
    }

    /** All that starts it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it does not matter here what becomes of it
    private static List<Consumer<RunLoopExecutor>> firstUses() {
        return List.of(
                executor -> executor.execute(() -> {}),
                executor -> executor.submit(() -> {}),
                executor -> executor.schedule(() -> {}, 1, TimeUnit.HOURS),
                executor -> executor.schedule(() -> {}, 0, TimeUnit.HOURS),
                executor -> executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS),
                executor -> executor.runAsync(() -> {}),
                executor -> executor.supplyAsync(() -> "", Duration.ofHours(1)),
                executor -> executor.inModes(RunLoopMode.of("other")).execute(() -> {}),
                executor -> executor.withOrder(1).execute(() -> {}),
                executor -> executor.loop().add(RunLoopTimer.oneShot(Duration.ZERO, fired -> {}), RunLoopMode.DEFAULT),
                RunLoopExecutor::loop);
    }

    private static boolean isKnown(Thread thread) {
        return LoopAccess.all().stream().anyMatch(loop -> loop.thread() == thread);
    }

    @ParameterizedTest
    @EnumSource
    void isStartedWhenLoopReturnsAlsoWhileAnotherStartsIt(ThreadKind kind) throws Exception {
        for (int i = 0; i < 500; i++) {
            RunLoopExecutor executor = builder(kind).build();
            Thread other = start(kind, () -> executor.execute(() -> {}));
            Thread started = executor.loop().thread();
            assertNotEquals(Thread.State.NEW, started.getState());
            other.join();
            executor.shutdownNow();
            started.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isStartedByTheFirstUse(ThreadKind kind) throws Exception {
        for (Consumer<RunLoopExecutor> use : firstUses()) {
            RunLoopExecutor executor = builder(kind).build();
            Thread thread = executor.thread();
            closing((AutoCloseable) executor::shutdownNow);
            assertEquals(Thread.State.NEW, thread.getState());
            assertFalse(isKnown(thread));

            use.accept(executor);
            assertTrue(thread.isAlive());
            assertTrue(isKnown(thread));
            assertSame(thread, executor.submit(Thread::currentThread).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotStartedByQuestions(ThreadKind kind) {
        RunLoopExecutor executor = builder(kind).build();
        Executor view = executor.withOrder(1);

        assertFalse(executor.isShutdown() || executor.isTerminated() || executor.isRunningTask());
        assertEquals(0, executor.queuedTaskCount() + executor.delayedTaskCount() + executor.completedTaskCount());
        assertTrue((executor.toString() + view).contains("Running"));
        assertEquals(Thread.State.NEW, executor.thread().getState());
        executor.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void isNotStartedByAnEndBeforeTheFirstUse(ThreadKind kind) throws Exception {
        List<Consumer<RunLoopExecutor>> ends = List.of(
                RunLoopExecutor::shutdown,
                executor -> assertEquals(List.of(), executor.shutdownNow()),
                RunLoopExecutor::close);
        for (Consumer<RunLoopExecutor> end : ends) {
            RunLoopExecutor executor = builder(kind).build();
            end.accept(executor);

            assertTrue(executor.isTerminated() && executor.awaitTermination(0, TimeUnit.SECONDS));
            assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
            assertEquals(Thread.State.NEW, executor.thread().getState());
            executor.close();
            assertTrue(executor.loop().hasEnded());
            assertTrue(executor.loop().thread().join(PATIENCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isStartedForEachLoopOfAGroupWhenThatIsUsed(ThreadKind kind) throws Exception {
        RunLoopGroup group = closing(builder(kind).buildGroup(3));
        Thread used = group.submit(Thread::currentThread).get();

        for (RunLoopExecutor member : group.members()) {
            assertEquals(member.thread() == used, member.thread().getState() != Thread.State.NEW);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isStartedOnceByManyAtOnce(ThreadKind kind) throws Exception {
        for (int round = 0; round < 50; round++) {
            RunLoopExecutor executor = builder(kind).build();
            Set<Thread> ranOn = ConcurrentHashMap.newKeySet();
            var together = new CyclicBarrier(4);
            var ran = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                start(ThreadKind.PLATFORM, () -> {
                    together.await();
                    executor.execute(() -> {
                        ranOn.add(Thread.currentThread());
                        ran.countDown();
                    });
                });
            }

            await(ran);
            assertEquals(Set.of(executor.thread()), ranOn);
            executor.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingToAnEndThatRacesWithTheFirstTask(ThreadKind kind) throws Exception {
        for (int round = 0; round < 200; round++) {
            RunLoopExecutor executor = builder(kind).build();
            var together = new CyclicBarrier(2);
            var ran = new CountDownLatch(1);
            Thread ender = start(ThreadKind.PLATFORM, () -> {
                together.await();
                executor.shutdown();
            });
            together.await();
            try {
                executor.execute(ran::countDown);
            } catch (RejectedExecutionException e) {
                ran.countDown();
            }

            await(ran);
            assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertTrue(ender.join(PATIENCE));
            assertTrue(executor.loop().thread().join(PATIENCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNothingThatIsLeftOfAnUnusedExecutor(ThreadKind kind) {
        List<WeakReference<RunLoop>> loops = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            loops.add(new WeakReference<>(builder(kind).build().loopAsItIs()));
        }

        Awaitility.await().atMost(PATIENCE).until(() -> {
            System.gc();
            return loops.stream().allMatch(loop -> loop.refersTo(null));
        });
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is what is tested
    void hasTheNormalPriorityUnlessAnotherIsChosen() throws Exception {
        var priorities = new ArrayList<Integer>();
        Thread maker = Thread.ofPlatform().priority(2).daemon().start(() -> {
            for (RunLoopExecutorBuilder builder :
                    List.of(RunLoopExecutor.builder(), RunLoopExecutor.builder().priority(7))) {
                try (RunLoopExecutor executor = builder.build()) {
                    executor.execute(() -> {});
                    priorities.add(executor.thread().getPriority());
                    assertFalse(executor.thread().isDaemon());
                }
            }
        });

        assertTrue(maker.join(PATIENCE));
        assertEquals(List.of(5, 7), priorities);
        assertThrows(
                IllegalArgumentException.class, () -> RunLoopExecutor.builder().priority(11));
        assertThrows(
                IllegalArgumentException.class,
                () -> RunLoopExecutor.builder().virtual().priority(1).build());
    }

    @Test
    void thatCannotBeStartedIsAnExceptionAndTheEnd() throws Exception {
        ThreadFactory exhausted = body -> new Thread(body) {
            @Override
            public void start() {
                throw new OutOfMemoryError("thrown by a test: unable to create a thread");
            }
        };
        RunLoopExecutor executor = RunLoopExecutors.newSingleThreadScheduledExecutor(exhausted);

        assertThrows(OutOfMemoryError.class, () -> executor.submit(() -> {}));
        assertTrue(executor.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertFalse(isKnown(executor.thread()));
    }

    @Test
    void isTheFactorysMatterWhenTheExecutorIsBuilt() {
        assertThrows(
                IllegalStateException.class, () -> RunLoopExecutors.newSingleThreadScheduledExecutor(body -> null));
        assertThrows(
                UnsupportedOperationException.class,
                () -> RunLoopExecutors.newSingleThreadScheduledExecutor(body -> {
                    throw new UnsupportedOperationException("thrown by a thread factory");
                }));
        assertNull(LoopAccess.all().stream()
                .filter(loop -> loop.thread().getState() == Thread.State.NEW)
                .findAny()
                .orElse(null));
    }

    @ParameterizedTest
    @EnumSource
    void ofABuilderOfThreadsIsStartedLaterToo(ThreadKind kind) throws Exception {
        RunLoopThread.Builder threads =
                kind == ThreadKind.PLATFORM ? RunLoopThread.ofPlatform() : RunLoopThread.ofVirtual();
        RunLoopExecutor executor = closing(RunLoopExecutors.newLoop(threads.name("later")));

        assertEquals(Thread.State.NEW, executor.thread().getState());
        assertEquals(
                "later", executor.submit(() -> Thread.currentThread().getName()).get());
    }
}
