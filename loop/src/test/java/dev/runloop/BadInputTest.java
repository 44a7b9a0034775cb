package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@DisplayName("Bad input")
class BadInputTest extends LoopTest {

    private static void assertNamed(Map<String, Executable> calls) {
        calls.forEach((label, call) -> {
            var refusal = assertThrows(NullPointerException.class, call, label);
            assertEquals(label.substring(label.indexOf(' ') + 1), refusal.getMessage(), label);
        });
    }

    @Test
    @DisplayName("of null is refused by the name of the argument")
    void nullIsNamed() throws Exception {
        onLoop(loop -> {
            var source = Source0.create(() -> {});
            RunLoopTimer timer = RunLoopTimer.oneShot(Duration.ZERO, self -> {});
            assertNamed(Map.of(
                    "of thread", () -> RunLoop.of(null),
                    "runInMode mode", () -> loop.runInMode(null, Duration.ZERO, false),
                    "runInMode limit", () -> loop.runInMode(MODE, null, false),
                    "add item", () -> loop.add(null, MODE),
                    "add mode", () -> loop.add(source, null),
                    "remove item", () -> loop.remove(null, MODE),
                    "remove mode", () -> loop.remove(source, null),
                    "contains item", () -> loop.contains(null, MODE),
                    "contains mode", () -> loop.contains(source, null),
                    "addCommonMode mode", () -> loop.addCommonMode(null)));
            assertNamed(Map.of(
                    "perform block", () -> loop.perform((Runnable) null),
                    "perform mode", () -> loop.perform((RunLoopMode) null, () -> {}),
                    "perform modes", () -> loop.perform((List<RunLoopMode>) null, () -> {}),
                    "nextTimerFireDate mode", () -> loop.nextTimerFireDate(null),
                    "create callbacks", () -> Source0.create(null),
                    "of name", () -> RunLoopMode.of(null),
                    "build handler", () -> RunLoopTimer.builder().build(null),
                    "setNextFire delay", () -> timer.setNextFire(null),
                    "setNextFireDate date", () -> timer.setNextFireDate(null),
                    "setTolerance tolerance", () -> timer.setTolerance(null)));
            assertNamed(Map.of(
                    "create activities", () -> RunLoopObserver.create(null, (self, activity) -> {}),
                    "create handler", () -> RunLoopObserver.create(List.of(RunLoopActivity.EXIT), null),
                    "firstFire delay", () -> RunLoopTimer.builder().firstFire(null),
                    "interval interval", () -> RunLoopTimer.builder().interval(null),
                    "clock clock", () -> RunLoopTimer.builder().clock(null),
                    "thread name", () -> RunLoopThread.ofPlatform().name(null),
                    "thread factory", () -> RunLoopThread.ofPlatform().factory(null),
                    "thread clock", () -> RunLoopThread.ofPlatform().clock(null),
                    "thread handler", () -> RunLoopThread.ofPlatform().exceptionHandler(null)));
        });
    }

    private static void assertRefused(String what, Executable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(what), refusal.getMessage());
    }

    @Test
    @DisplayName("that could never have an effect is refused with its value")
    void uselessArguments() throws Exception {
        onLoop(loop -> {
            assertRefused("name", () -> RunLoopMode.of(" "));
            assertRefused("modes is empty", () -> loop.perform(List.of(), () -> {}));
            assertRefused("activities is empty", () -> RunLoopObserver.create(List.of(), (self, activity) -> {}));
            assertRefused("daemon is false", () -> RunLoopThread.ofVirtual().daemon(false));
        });
    }

    @Test
    @DisplayName("of a thread factory that makes no thread is told as such")
    void factoryWithoutThread() {
        var refusal = assertThrows(
                IllegalStateException.class,
                () -> RunLoopThread.ofPlatform().factory(task -> null).start());
        assertTrue(refusal.getMessage().contains("no thread"), refusal.getMessage());
    }
}
