package dev.runloop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ThreadKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A loop that is idle for ten seconds")
class IdleTest {
    private static final Duration SPELL = Duration.ofSeconds(10);
    private static final Map<ThreadKind, Long> WAKE_UPS = new EnumMap<>(ThreadKind.class);
    private static long processorTime; // nanoseconds, of the one on a platform thread

    /** Watches a loop of each kind for the same ten seconds. */
    @BeforeAll
    static void watchIdleLoops() {
        try (RunLoopThread platform = ThreadKind.PLATFORM.loopThread().start();
                RunLoopThread virtual = ThreadKind.VIRTUAL.loopThread().start()) {
            var threads = ManagementFactory.getThreadMXBean();
            long id = platform.thread().threadId();
            await().until(() -> platform.loop().isWaiting() && virtual.loop().isWaiting());
            await().until(() -> platform.thread().getState() == Thread.State.WAITING);
            long platformSleeps = platform.loop().gate().sleeps();
            long virtualSleeps = virtual.loop().gate().sleeps();
            long before = threads.getThreadCpuTime(id);
            await().pollDelay(SPELL).atMost(SPELL.multipliedBy(2)).until(() -> true);
            processorTime = threads.getThreadCpuTime(id) - before;
            WAKE_UPS.put(ThreadKind.PLATFORM, platform.loop().gate().sleeps() - platformSleeps);
            WAKE_UPS.put(ThreadKind.VIRTUAL, virtual.loop().gate().sleeps() - virtualSleeps);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not wake up once")
    void doesNotWakeUp(ThreadKind kind) {
        assertEquals(0, WAKE_UPS.get(kind));
    }

    @Test
    @DisplayName("uses no processor time")
    void usesNoProcessorTime() {
        assertEquals(0, processorTime);
    }
}
