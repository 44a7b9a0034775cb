package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.Source1;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Of all loops")
class RunLoopsTest extends ConcurrentTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("one is listed from its beginning to its end")
    void listed(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        assertTrue(RunLoops.all().contains(thread.loop()));
        thread.close();
        assertFalse(RunLoops.all().contains(thread.loop()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("one is found by the name of its thread, and none is made for looking")
    void named(ThreadKind kind) {
        RunLoopThread thread = startLoop(kind.loopThread().name("unlike any other"));
        assertEquals(thread.loop(), RunLoops.named("unlike any other").orElseThrow());
        assertTrue(RunLoops.named("nobody's name").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a text tells, while one of them is stuck")
    void text(ThreadKind kind) throws Exception {
        var isStuck = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        RunLoop stuck = startLoop(kind.loopThread().name("stuck")).loop();
        startLoop(kind.loopThread().name("idle"));
        stuck.perform(() -> {
            isStuck.countDown();
            try {
                await(goOn);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        stuck.wakeUp();
        await(isStuck);
        String text = RunLoops.describe();
        assertTrue(text.contains("thread = stuck\n    state = running in"), text);
        assertTrue(text.contains("thread = idle\n"), text);
        goOn.countDown();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the JSON has what the description has")
    void json(ThreadKind kind) {
        RunLoop loop =
                startLoop(kind.loopThread().name("a \"name\"\n</script>")).loop();
        RunLoopMode mode = RunLoopMode.of("a mode");
        loop.add(Source0.create(7, () -> {}), mode);
        Source1 signalled = Source1.create(() -> {});
        loop.add(signalled, mode);
        signalled.signal();
        loop.add(RunLoopObserver.create(Set.of(RunLoopActivity.EXIT), (observer, activity) -> {}), mode);
        loop.add(RunLoopTimer.repeating(Duration.ofSeconds(5), timer -> {}), mode);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> loop.isWaiting() && loop.describe().pendingChanges() == 0);
        JsonObject described = described(loop);
        assertEquals(loop.describe().state(), described.get("state").getAsString());
        assertEquals(
                loop.metrics().passes(),
                described.getAsJsonObject("metrics").get("passes").getAsLong());
        JsonArray items = null;
        for (JsonElement element : described.getAsJsonArray("modes")) {
            if (element.getAsJsonObject().get("name").getAsString().equals("a mode")) {
                items = element.getAsJsonObject().getAsJsonArray("items");
            }
        }
        assertEquals(4, items.size(), items::toString);
        assertEquals(7, item(items, "source0").get("order").getAsInt());
        assertTrue(item(items, "source1").get("signalled").getAsBoolean());
        assertEquals(
                "EXIT",
                item(items, "observer").getAsJsonArray("activities").get(0).getAsString());
        assertEquals(5_000_000_000L, item(items, "timer").get("interval").getAsLong());
        assertTrue(item(items, "timer").get("callout").getAsString().startsWith(RunLoopsTest.class.getName()));
    }

    private static JsonObject described(RunLoop loop) {
        for (JsonElement element :
                JsonParser.parseString(RunLoops.describeAsJson()).getAsJsonArray()) {
            if (element.getAsJsonObject()
                    .get("thread")
                    .getAsString()
                    .equals(loop.thread().getName())) {
                return element.getAsJsonObject();
            }
        }
        throw new AssertionError("not described: " + loop);
    }

    private static JsonObject item(JsonArray items, String type) {
        for (JsonElement item : items) {
            if (item.getAsJsonObject().get("type").getAsString().equals(type)) {
                return item.getAsJsonObject();
            }
        }
        throw new AssertionError("no " + type + " in " + items);
    }

    @Test
    @DisplayName("those that begin and end meanwhile do no harm to who looks")
    void comingAndGoing() throws Exception {
        Thread looking = start(ThreadKind.PLATFORM, () -> {
            for (int i = 0; i < 200; i++) {
                assertTrue(JsonParser.parseString(RunLoops.describeAsJson()).isJsonArray());
            }
        });
        while (looking.isAlive()) {
            try (RunLoopThread thread = RunLoopThread.ofVirtual().start()) {
                thread.loop().perform(() -> {});
            }
        }
        assertTrue(looking.join(PATIENCE));
    }
}
