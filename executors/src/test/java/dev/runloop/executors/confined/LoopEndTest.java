package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("When its loop ends, a confined thread")
class LoopEndTest extends ConfinedTest {

    @Test
    void thatSleepsIsInterruptedAndEndsOnTheThreadOfTheLoop() throws Exception {
        RunLoopThread loopThread = startLoop();
        var carrier = new AtomicReference<String>();
        var begun = new CountDownLatch(1);
        Thread thread = start(ConfinedThreads.on(loopThread.loop()), () -> {
            begun.countDown();
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException e) {
                carrier.set(carrierName());
            }
        });
        await(begun);
        loopThread.stop();

        join(thread);
        assertEquals("loop", carrier.get());
    }

    @Test
    void thatHasNotBegunBeginsInterrupted() throws Exception {
        RunLoopThread loopThread = startLoop();
        var isInterrupted = new AtomicReference<Boolean>();
        Thread thread = start(
                ConfinedThreads.on(loopThread.loop(), RunLoopMode.of("never runs")),
                () -> isInterrupted.set(Thread.interrupted()));
        loopThread.stop();

        join(thread);
        assertEquals(true, isInterrupted.get());
    }

    @Test
    void thatIgnoresInterruptsIsCarriedToItsEndByASuccessorAndTheHandlerIsTold() throws Exception {
        RunLoopThread loopThread = startLoop();
        Queue<Throwable> told = exceptionsOf(loopThread.loop());
        var carrier = new AtomicReference<String>();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Thread thread = start(ConfinedThreads.on(loopThread.loop()), () -> {
            begun.countDown();
            awaitUninterruptibly(end);
            carrier.set(carrierName());
        });
        await(begun);
        loopThread.close();

        assertTrue(thread.isAlive());
        assertInstanceOf(IllegalStateException.class, told.poll());
        end.countDown();
        join(thread);
        assertEquals("loop-remains", carrier.get());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // as the worst of users
            }
        }
    }

    @Test
    void thatNeverBlocksForLongDoesNotKeepTheLoopFromEnding() throws Exception {
        RunLoopThread loopThread = startLoop();
        Queue<Throwable> told = exceptionsOf(loopThread.loop());
        var end = new CountDownLatch(1);
        Thread thread = start(ConfinedThreads.on(loopThread.loop()), () -> {
            while (end.getCount() > 0) {
                letOthersRun();
            }
        });
        loopThread.close();

        assertEquals(1, told.size());
        end.countDown();
        join(thread);
    }

    @Test
    void ofAForeignThreadIsInterruptedAndCarriedToItsEnd() throws Exception {
        var made = new AtomicReference<RunLoop>();
        var begun = new CountDownLatch(1);
        var told = new ConcurrentLinkedQueue<Throwable>();
        var ended = new AtomicReference<String>();
        var confined = new AtomicReference<Thread>();
        Thread owner = start(ThreadKind.PLATFORM, () -> {
            RunLoop loop = RunLoop.current();
            loop.setExceptionHandler((thread, exception) -> told.add(exception));
            made.set(loop);
            confined.set(start(ConfinedThreads.on(loop), () -> {
                begun.countDown();
                loop.stop();
                try {
                    Thread.sleep(PATIENCE);
                } catch (InterruptedException e) {
                    ended.set(carrierName());
                }
            }));
            loop.run();
        });
        await(begun);
        join(owner);

        join(confined.get());
        assertEquals("test-remains", ended.get());
        assertEquals(1, told.size());
    }

    @Test
    void cannotBeStarted() throws Exception {
        RunLoopThread loopThread = startLoop();
        ConfinedThreads threads = ConfinedThreads.on(loopThread.loop());
        loopThread.close();
        Thread thread = threads.newThread(() -> {});

        assertThrows(RejectedExecutionException.class, thread::start);
        assertEquals(Thread.State.TERMINATED, thread.getState());
        assertEquals(0, threads.aliveCount());
    }

    @Test
    void cannotBeStartedEitherIfThereWasOneBefore() throws Exception {
        RunLoopThread loopThread = startLoop();
        ConfinedThreads threads = ConfinedThreads.on(loopThread.loop());
        join(threads.start(() -> {}));
        loopThread.close();

        assertThrows(RejectedExecutionException.class, () -> threads.start(() -> {}));
    }

    @Test
    void cannotBeMade() {
        RunLoopThread loopThread = startLoop();
        loopThread.close();

        assertThrows(RunLoopEndedException.class, () -> ConfinedThreads.on(loopThread.loop()));
    }

    @Test
    void thatAnotherOneHasMadeIsCarriedToItsEndToo() throws Exception {
        RunLoopThread loopThread = startLoop();
        var child = new AtomicReference<Thread>();
        var carrier = new AtomicReference<String>();
        join(start(
                ConfinedThreads.on(loopThread.loop()),
                () -> child.set(Thread.startVirtualThread(() -> {
                    LockSupport.park();
                    carrier.set(carrierName());
                }))));
        Awaitility.await().atMost(PATIENCE).until(() -> child.get().getState() == Thread.State.WAITING);
        loopThread.close();
        LockSupport.unpark(child.get());

        join(child.get());
        assertEquals("loop-remains", carrier.get());
    }

    @RepeatedTest(50)
    void endsOrWasNeverStarted() throws Exception {
        RunLoopThread loopThread = startLoop();
        exceptionsOf(loopThread.loop());
        ConfinedThreads threads = ConfinedThreads.on(loopThread.loop());
        List<Thread> started = new ArrayList<>();
        var first = new CountDownLatch(10);
        Thread starter = start(ThreadKind.PLATFORM, () -> {
            try {
                while (true) {
                    started.add(threads.start(ConfinedTest::letOthersRun));
                    first.countDown();
                }
            } catch (RejectedExecutionException e) {
                // the end
            }
        });
        await(first);
        loopThread.stop();
        join(starter);

        for (Thread thread : started) {
            join(thread);
        }
        assertFalse(started.isEmpty());
        assertEquals(0, threads.aliveCount());
    }
}
