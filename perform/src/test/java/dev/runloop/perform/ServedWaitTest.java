package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A wait in which the loop serves a mode")
class ServedWaitTest extends PerformTest {
    private static final RunLoopMode REPLY = RunLoopMode.of("reply");

    @ParameterizedTest
    @EnumSource
    @DisplayName("ends too if it was a run within a callback that heard of the reply")
    void endsAfterANestedRun(ThreadKind kind) throws Exception {
        RunLoopThread waiting = startLoop(kind);
        RunLoopThread other = startLoop(kind);
        var nested = new CountDownLatch(1);
        var nestedResult = new CompletableFuture<RunLoopResult>();
        var answer = new CompletableFuture<String>();
        Perform.onThread(waiting.thread(), () -> {
            RunLoop loop = waiting.loop();
            loop.add(
                    RunLoopTimer.oneShot(Duration.ZERO, timer -> {
                        nested.countDown();
                        nestedResult.complete(loop.runInMode(REPLY, PATIENCE, true));
                    }),
                    REPLY);
            answer.complete(Perform.on(other.thread()).performAndServe(REPLY, () -> {
                awaitQuietly(nested);
                return "reply";
            }));
        });

        assertEquals("reply", answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(RunLoopResult.HANDLED_SOURCE, nestedResult.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
