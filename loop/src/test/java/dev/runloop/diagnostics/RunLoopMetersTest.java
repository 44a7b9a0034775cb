package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.diagnostics.micrometer.RunLoopMeters;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The meters of a loop")
class RunLoopMetersTest extends ConcurrentTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource
    @DisplayName("say what its metrics say")
    void values(ThreadKind kind) {
        RunLoop loop = startLoop(kind.loopThread().name("metered")).loop();
        registry.config().commonTags("test", "yes");
        new RunLoopMeters(loop, Tags.of("colour", "red")).bindTo(registry);
        loop.add(RunLoopTimer.oneShot(Duration.ZERO, timer -> {}), RunLoopMode.DEFAULT);
        for (int i = 0; i < 3; i++) {
            loop.perform(() -> {});
        }
        loop.wakeUp();
        Awaitility.await().atMost(PATIENCE).until(() -> callouts("block") == 3 && callouts("timer") == 1);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> registry.get("runloop.asleep").functionCounter().count() > 0.01);
        assertEquals(
                (double) loop.metrics().passes(),
                registry.get("runloop.passes").functionCounter().count());
        assertEquals(
                (double) loop.metrics().lateness().greatest().toNanos(),
                registry.get("runloop.timer.lateness")
                        .tag("statistic", "max")
                        .timeGauge()
                        .value(TimeUnit.NANOSECONDS),
                1);
        assertEquals(
                (double) loop.metrics().sleeps(),
                registry.get("runloop.wakeups")
                                .tag("useful", "true")
                                .functionCounter()
                                .count()
                        + registry.get("runloop.wakeups")
                                .tag("useful", "false")
                                .functionCounter()
                                .count());
        assertTrue(registry.get("runloop.callout.max").timeGauge().value() > 0);
    }

    private double callouts(String kind) {
        return registry.get("runloop.callouts")
                .tag("kind", kind)
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("all have the name of its thread, and further tags")
    void tags(ThreadKind kind) {
        new RunLoopMeters(startLoop(kind.loopThread().name("metered")).loop(), Tags.of("colour", "red"))
                .bindTo(registry);
        assertTrue(registry.getMeters().size() > 15);
        for (Meter meter : registry.getMeters()) {
            assertEquals("metered", meter.getId().getTag("loop"));
            assertEquals("red", meter.getId().getTag("colour"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave the registries when they are closed, and are not bound again")
    void closed(ThreadKind kind) {
        var other = new SimpleMeterRegistry();
        RunLoop loop = startLoop(kind).loop();
        var kept = closing(new RunLoopMeters(startLoop(kind).loop()));
        kept.bindTo(registry);
        int count = registry.getMeters().size();
        var meters = new RunLoopMeters(loop);
        meters.bindTo(registry);
        meters.bindTo(registry);
        meters.bindTo(other);
        assertEquals(2 * count, registry.getMeters().size());
        meters.close();
        assertEquals(count, registry.getMeters().size());
        assertEquals(0, other.getMeters().size());
        meters.bindTo(registry);
        assertEquals(count, registry.getMeters().size());
        kept.close();
        assertEquals(0, registry.getMeters().size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave the registries when the loop ends, and are not bound to one that has ended")
    void ended(ThreadKind kind) {
        RunLoopThread thread = startLoop(kind);
        var meters = new RunLoopMeters(thread.loop());
        meters.bindTo(registry);
        thread.close();
        assertEquals(0, registry.getMeters().size());
        new RunLoopMeters(thread.loop()).bindTo(registry);
        assertEquals(0, registry.getMeters().size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell loops of one name apart")
    void sameName(ThreadKind kind) {
        for (int i = 0; i < 2; i++) {
            new RunLoopMeters(startLoop(kind.loopThread().name("same")).loop()).bindTo(registry);
        }
        assertEquals(
                2,
                registry.get("runloop.passes")
                        .tag("loop", "same")
                        .functionCounters()
                        .size());
    }

    @Test
    @DisplayName("need a loop and a registry")
    void nulls() {
        assertThrows(NullPointerException.class, () -> new RunLoopMeters(null));
        assertThrows(NullPointerException.class, () -> new RunLoopMeters(RunLoop.current()).bindTo(null));
    }
}
