package dev.runloop;

import static dev.runloop.RunLoopActivity.BEFORE_WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A block")
class BlockTest extends LoopTest {

    @Test
    @DisplayName("runs once, in the order of queuing")
    void runsOnceInOrder() throws Exception {
        onLoop(loop -> {
            loop.perform(MODE, () -> trace.add("a"));
            loop.perform(MODE, () -> trace.add("b"));
            poll(loop, MODE);
            poll(loop, MODE);
            assertEquals(List.of("a", "b"), trace);
        });
    }

    @Test
    @DisplayName("waits for its mode, and keeps its place there")
    void waitsForItsMode() throws Exception {
        onLoop(loop -> {
            loop.perform(OTHER, () -> trace.add("other a"));
            loop.perform(MODE, () -> loop.perform(OTHER, () -> trace.add("other b")));
            poll(loop, MODE);
            assertEquals(List.of(), trace);
            poll(loop, OTHER);
            assertEquals(List.of("other a", "other b"), trace);
        });
    }

    @Test
    @DisplayName("for several modes runs in the first of them that runs")
    void runsInTheFirstOfItsModes() throws Exception {
        onLoop(loop -> {
            loop.perform(Set.of(MODE, OTHER), () -> trace.add("block"));
            poll(loop, OTHER);
            poll(loop, MODE);
            assertEquals(List.of("block"), trace);
        });
    }

    @Test
    @DisplayName("for the common modes runs in those that are common when it could")
    void commonMeansCommonThen() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.perform(RunLoopMode.COMMON, () -> trace.add("block"));
            poll(loop, MODE);
            assertEquals(List.of(), trace);
            loop.addCommonMode(MODE);
            poll(loop, MODE);
            assertEquals(List.of("block"), trace);
        });
    }

    @Test
    @DisplayName("that a block queues comes in a later drain")
    void blockOfABlockComesLater() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.perform(MODE, () -> {
                trace.add("a");
                loop.perform(MODE, () -> trace.add("c"));
            });
            loop.perform(MODE, () -> trace.add("b"));
            poll(loop, MODE);
            assertEquals(List.of("a", "b", "c"), trace);
        });
    }

    @Test
    @DisplayName("that has not run yet is not seen by a run that an earlier one makes")
    void nestedRunDoesNotSeeTheRest() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            loop.perform(MODE, () -> {
                trace.add("outer");
                poll(loop, MODE);
                trace.add("back");
            });
            loop.perform(MODE, () -> trace.add("rest"));
            poll(loop, MODE);
            assertEquals(List.of("outer", "back", "rest"), trace);
        });
    }

    @Test
    @DisplayName("does not wake the loop: it runs after whatever ends the wait")
    void queuingDoesNotWake() throws Exception {
        onLoop(loop -> {
            keep(loop, MODE);
            at(
                    loop,
                    MODE,
                    Set.of(BEFORE_WAITING),
                    () -> loop.perform(
                            MODE, () -> trace.add("at " + clock.elapsed().toMillis())));
            runFor(loop, MODE, 10);
            assertEquals(List.of("at 10"), trace);
        });
    }
}
