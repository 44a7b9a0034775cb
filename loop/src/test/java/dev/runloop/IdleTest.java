package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An idle loop")
class IdleTest extends ConcurrentTest {
    private static final Duration SPELL = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not wake up once in ten seconds")
    void sleepsOnce(ThreadKind kind) {
        RunLoop loop = startLoop(kind).loop();
        Awaitility.await().until(loop::isWaiting);
        long before = loop.gate().sleeps();
        Awaitility.await()
                .during(SPELL)
                .atMost(SPELL.multipliedBy(2))
                .until(() -> loop.gate().sleeps() == before);
    }

    @Test
    @DisplayName("uses no processor time in ten seconds")
    void usesNoProcessorTime() {
        RunLoop loop = startLoop(ThreadKind.PLATFORM).loop();
        Awaitility.await().until(loop::isWaiting);
        var threads = ManagementFactory.getThreadMXBean();
        long id = loop.thread().threadId();
        Awaitility.await().until(() -> loop.thread().getState() == Thread.State.WAITING);
        long before = threads.getThreadCpuTime(id);
        Awaitility.await().during(SPELL).atMost(SPELL.multipliedBy(2)).until(loop::isWaiting);
        assertEquals(before, threads.getThreadCpuTime(id));
    }
}
