package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.test.ThreadKind;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A thread that is confined to a loop may wait for a perform")
class ConfinedWaitTest extends PerformTest {

    private static <V> V onConfined(RunLoop loop, Callable<V> body) throws Exception {
        var result = new CompletableFuture<V>();
        ConfinedThreads.on(loop).start(() -> {
            try {
                result.complete(body.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void onThatVeryLoop() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM).loop();

        assertEquals(loop, onConfined(loop, () -> Perform.onThreadAndWait(loop.thread(), RunLoop::current)));
        assertEquals(
                loop,
                onConfined(
                        loop,
                        () -> Perform.onThread(loop.thread(), RunLoop::current)
                                .future()
                                .get()));
    }

    @Test
    void onALoopThatWaitsForThatLoop() throws Exception {
        RunLoop loop = startLoop(ThreadKind.PLATFORM).loop();
        RunLoop other = startLoop(ThreadKind.VIRTUAL).loop();

        assertEquals(
                "there and back",
                onConfined(
                        loop,
                        () -> Perform.onThreadAndWait(
                                other.thread(), () -> Perform.onThreadAndWait(loop.thread(), () -> "there and back"))));
    }
}
