package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A loop ends with its thread:")
class ThreadEndTest extends ConcurrentTest {
    private static final RunLoopMode DEFAULT = RunLoopMode.DEFAULT;

    /** Counts how often it was told that it has left a mode. */
    private static final class Leaving implements Source0.Callbacks {
        final CountDownLatch left = new CountDownLatch(1);

        @Override
        public void perform() {}

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            left.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the loop of a plain thread tells its sources, which stay valid and can move on")
    void plainThreadEnds(ThreadKind kind) throws Exception {
        var callbacks = new Leaving();
        var source = Source0.create(callbacks);
        Thread thread = start(kind, () -> RunLoop.current().add(source, DEFAULT));
        thread.join();
        await(callbacks.left);
        assertTrue(source.isValid());
        RunLoop other = startLoop(kind).loop();
        other.add(source, DEFAULT);
        assertTrue(other.contains(source, DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a loop thread that is closed has told its sources when close returns")
    void loopThreadCloses(ThreadKind kind) {
        var callbacks = new Leaving();
        RunLoopThread thread = startLoop(kind);
        thread.loop().add(Source0.create(callbacks), DEFAULT);
        thread.close();
        assertEquals(0, callbacks.left.getCount());
        assertFalse(thread.thread().isAlive());
        assertTrue(thread.isTerminated());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a thread that has ended has no loop any more")
    void endedThreadHasNoLoop(ThreadKind kind) throws Exception {
        Thread thread = start(kind, RunLoop::current);
        thread.join();
        var refusal = assertThrows(RunLoopEndedException.class, () -> RunLoop.of(thread));
        assertTrue(refusal.getMessage().contains("\"test\""), refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nothing can be added to a loop that has ended")
    void endedLoopTakesNothing(ThreadKind kind) {
        RunLoopThread thread = startLoop(kind);
        thread.close();
        assertThrows(RunLoopEndedException.class, () -> thread.loop().add(Source0.create(() -> {}), DEFAULT));
        assertThrows(RunLoopEndedException.class, () -> thread.loop().perform(() -> {}));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("waking, stopping and removing are of no consequence after the end")
    void harmlessAfterTheEnd(ThreadKind kind) {
        RunLoopThread thread = startLoop(kind);
        var source = Source0.create(() -> {});
        thread.loop().add(source, DEFAULT);
        thread.close();
        thread.loop().wakeUp();
        thread.loop().stop();
        thread.loop().remove(source, DEFAULT);
        source.signalAndWakeUp();
        thread.stop();
        thread.close();
        assertFalse(thread.loop().contains(source, DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a thread that adds while the loop ends has it in, and out again, or gets an error")
    void addingRacesWithTheEnd(ThreadKind kind) throws Exception {
        for (int round = 0; round < 300; round++) {
            RunLoopThread thread = startLoop(kind);
            var callbacks = new Leaving();
            var source = Source0.create(callbacks);
            var refused = new ConcurrentLinkedQueue<RunLoopEndedException>();
            Thread adds = start(kind, () -> {
                try {
                    thread.loop().add(source, DEFAULT);
                } catch (RunLoopEndedException e) {
                    refused.add(e);
                }
            });
            thread.close();
            adds.join();
            assertTrue(!refused.isEmpty() || callbacks.left.getCount() == 0, "neither refused nor told");
            assertFalse(thread.loop().contains(source, DEFAULT));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a loop thread is stopped out of nested runs")
    void stopsOutOfNestedRuns(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        RunLoop loop = thread.loop();
        var nested = RunLoopMode.of("nested");
        loop.add(Source0.create(() -> {}), nested);
        loop.perform(() -> loop.runInMode(nested, PATIENCE, false));
        loop.wakeUp();
        Awaitility.await().until(() -> loop.isWaiting() && loop.currentMode().equals(java.util.Optional.of(nested)));
        thread.stop();
        assertTrue(thread.awaitTermination(PATIENCE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a loop thread goes on after its run was stopped")
    void loopThreadOutlivesAStop(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        var ran = new CountDownLatch(1);
        thread.loop().perform(thread.loop()::stop);
        thread.loop().wakeUp();
        Awaitility.await().until(thread.loop()::isWaiting);
        thread.loop().perform(ran::countDown);
        Awaitility.await().until(() -> {
            thread.loop().wakeUp();
            return ran.getCount() == 0;
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("closing a loop thread from itself is refused")
    void closingItselfIsRefused(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        var refusal = new AtomicReference<Throwable>();
        var done = new CountDownLatch(1);
        thread.loop().perform(() -> {
            refusal.set(assertThrows(IllegalStateException.class, thread::close));
            done.countDown();
        });
        thread.loop().wakeUp();
        await(done);
        assertTrue(refusal.get().getMessage().contains("stop()"), refusal.get()::getMessage);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("waiting for the end takes no longer than one says")
    void awaitTerminationHasALimit(ThreadKind kind) throws Exception {
        assertFalse(startLoop(kind).awaitTermination(Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a thread has one loop while it lives, and gets another only after that has ended")
    void oneLoopPerThread(ThreadKind kind) throws Exception {
        var loops = new ConcurrentLinkedQueue<RunLoop>();
        Thread thread = start(kind, () -> {
            loops.add(RunLoop.current());
            assertSame(loops.peek(), RunLoop.current());
            assertSame(loops.peek(), RunLoop.of(Thread.currentThread()));
        });
        thread.join();
        assertNotSame(loops.peek(), RunLoop.current());
    }

    @Test
    @DisplayName("a thread that has not been started has none yet")
    void unstartedThreadHasNone() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RunLoop.of(Thread.ofPlatform().unstarted(() -> {})));
    }

    @Test
    @DisplayName("the main loop is that of the thread that has declared itself")
    void declaredMain() throws Exception {
        var declared = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        Thread thread = start(ThreadKind.PLATFORM, () -> {
            assertSame(RunLoop.declareMain(), RunLoop.main());
            declared.countDown();
            await(done);
        });
        await(declared);
        assertSame(thread, RunLoop.main().thread());
        done.countDown();
        thread.join();
        assertThrows(RunLoopEndedException.class, RunLoop::main);
    }
}
