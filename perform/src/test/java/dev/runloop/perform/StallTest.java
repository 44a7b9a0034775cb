package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.Stalls;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stall monitor, of a loop that performs,")
class StallTest extends ConcurrentTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private RunLoop loop;

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    private Stalls watch(ThreadKind kind) {
        loop = startLoop(kind).loop();
        return closing(new Stalls(loop));
    }

    /** What performs are sent to. */
    private final class Target implements Runnable {
        @Override
        public void run() {
            try {
                await(goOn);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names what is performed on its thread")
    void onThread(ThreadKind kind) {
        Stalls stalls = watch(kind);
        Perform.onThread(loop.thread(), new Target());
        stalls.awaitCulprit("source", Target.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names the target of a perform by selector")
    void selector(ThreadKind kind) {
        Stalls stalls = watch(kind);
        Perform.onThread(loop.thread(), Selector.of("run", Target::run).on(new Target()));
        stalls.awaitCulprit("source", Target.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("names what is performed after a delay")
    void afterDelay(ThreadKind kind) {
        Stalls stalls = watch(kind);
        loop.perform(() -> Perform.afterDelay(Duration.ZERO, new Target()));
        loop.wakeUp();
        stalls.awaitCulprit("timer", Target.class);
    }
}
