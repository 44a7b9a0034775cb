package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A waiter that is interrupted")
class InterruptedWaiterTest extends PerformTest {

    @ParameterizedTest
    @EnumSource
    void waitsNoMore(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        Thread waiter = start(
                kind,
                () -> assertThrows(
                        InterruptedException.class, () -> Perform.onThreadAndWait(target.thread(), () -> "late")));
        waiter.interrupt();

        assertTrue(waiter.join(PATIENCE));
        open.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void takesItsPerformBack(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var open = block(target);
        var ran = new AtomicBoolean();
        Thread waiter = start(
                kind,
                () -> assertThrows(
                        InterruptedException.class,
                        () -> Perform.onThreadAndWait(target.thread(), () -> {
                            ran.set(true);
                            return null;
                        })));
        waiter.interrupt();
        assertTrue(waiter.join(PATIENCE));
        open.countDown();

        drain(target);
        assertFalse(ran.get());
    }

    @ParameterizedTest
    @EnumSource
    void letsAPerformEndThatHasBegun(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var begun = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var interrupted = new AtomicBoolean(true);
        Thread waiter = start(
                kind,
                () -> assertThrows(
                        InterruptedException.class,
                        () -> Perform.onThreadAndWait(target.thread(), () -> {
                            begun.countDown();
                            await(open);
                            interrupted.set(Thread.currentThread().isInterrupted());
                            return null;
                        })));
        await(begun);
        waiter.interrupt();
        assertTrue(waiter.join(PATIENCE));
        open.countDown();

        drain(target);
        assertFalse(interrupted.get());
    }
}
