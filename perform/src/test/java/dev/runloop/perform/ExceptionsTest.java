package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a perform throws")
class ExceptionsTest extends PerformTest {

    private static Object raise(Exception thrown) throws Exception {
        throw thrown;
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheWaiterAsItIsIfItIsUnchecked(ThreadKind kind) {
        var thread = startLoop(kind).thread();
        var thrown = new IllegalArgumentException("thrown by a perform");

        assertSame(
                thrown,
                assertThrows(RuntimeException.class, () -> Perform.onThreadAndWait(thread, () -> raise(thrown))));
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheWaiterAsItIsIfItIsAnError(ThreadKind kind) {
        var thread = startLoop(kind).thread();
        var thrown = new AssertionError("thrown by a perform");

        assertSame(
                thrown,
                assertThrows(
                        Error.class,
                        () -> Perform.onThreadAndWait(thread, () -> {
                            throw thrown;
                        })));
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheWaiterWrappedIfItIsChecked(ThreadKind kind) {
        var thread = startLoop(kind).thread();
        var thrown = new IOException("thrown by a perform");

        var failure =
                assertThrows(CompletionException.class, () -> Perform.onThreadAndWait(thread, () -> raise(thrown)));
        assertSame(thrown, failure.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void comesToTheWaiterAlsoOnItsOwnThread(ThreadKind kind) {
        onVirtualTime(kind, (loop, clock) -> {
            var thrown = new IOException("thrown by a perform");

            var failure = assertThrows(
                    CompletionException.class, () -> Perform.onThreadAndWait(loop.thread(), () -> raise(thrown)));
            assertSame(thrown, failure.getCause());
        });
    }

    @ParameterizedTest
    @EnumSource
    void isKeptFromTheExceptionHandlerIfSomebodyWaits(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var exceptions = exceptionsOf(target.loop());
        assertThrows(
                IllegalStateException.class,
                () -> Perform.onThreadAndWait(
                        target.thread(), () -> raise(new IllegalStateException("thrown by a perform"))));

        drain(target);
        assertEquals(List.of(), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void goesToTheExceptionHandlerIfNobodyWaits(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var exceptions = exceptionsOf(target.loop());
        var thrown = new IllegalStateException("thrown by a perform");
        Perform.onThread(target.thread(), () -> {
            throw thrown;
        });

        drain(target);
        assertEquals(List.of(thrown), List.copyOf(exceptions));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKeepTheRestOfTheBatchFromRunning(ThreadKind kind) throws Exception {
        var target = startLoop(kind);
        var exceptions = exceptionsOf(target.loop());
        List<Integer> ran = new ArrayList<>();
        var open = block(target);
        for (int i = 0; i < 5; i++) {
            int number = i;
            Perform.onThread(target.thread(), () -> {
                ran.add(number);
                throw new IllegalStateException("thrown by perform " + number);
            });
        }
        open.countDown();

        drain(target);
        assertEquals(List.of(0, 1, 2, 3, 4), ran);
        assertEquals(5, exceptions.size());
    }
}
