package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A confined thread that yields for ever")
class FairnessTest extends ConfinedTest {
    private RunLoop loop;
    private ConfinedThreads threads;
    private boolean end; // of the confined threads

    @BeforeEach
    void startEndlessThreads() {
        loop = startLoop().loop();
        threads = ConfinedThreads.on(loop);
        for (int i = 0; i < 10; i++) {
            threads.start(() -> {
                while (!end) {
                    letOthersRun();
                }
            });
        }
    }

    @AfterEach
    void endThem() throws Exception {
        join(threads.start(() -> end = true));
    }

    @Test
    void doesNotStarveATimer() throws Exception {
        var fired = new CountDownLatch(10);
        loop.add(RunLoopTimer.repeating(Duration.ofMillis(1), timer -> fired.countDown()), RunLoopMode.DEFAULT);

        await(fired);
    }

    @Test
    void doesNotStarveAnExecutor() throws Exception {
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        for (int i = 0; i < 10; i++) {
            await(executor.submit(() -> {}));
        }
    }

    @Test
    void doesNotStarveABlock() throws Exception {
        var ran = new CountDownLatch(1);
        loop.perform(ran::countDown);

        await(ran);
    }

    @Test
    void doesNotStarveAnotherOne() throws Exception {
        var order = new StringBuilder();
        join(threads.start(() -> order.append("ran")));

        assertEquals("ran", order.toString());
    }

    @Test
    void doesNotStarveThoseOfAnotherFactory() throws Exception {
        join(ConfinedThreads.on(loop).start(() -> {}));
    }

    @Test
    void isNotStarvedByAFloodOfTasks() throws Exception {
        RunLoopExecutor executor = RunLoopExecutors.on(loop);
        executor.execute(new Runnable() {
            @Override
            public void run() {
                try {
                    executor.execute(this);
                } catch (RejectedExecutionException e) {
                    // the end of the test
                }
            }
        });
        for (int i = 0; i < 10; i++) {
            join(threads.start(ConfinedTest::letOthersRun));
        }
        executor.shutdownNow();

        assertEquals(true, executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
