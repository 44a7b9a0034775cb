package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The common modes")
class CommonModesTest extends LoopTest {

    @Test
    @DisplayName("are the default mode at first, and others as they are declared")
    void declaredModes() throws Exception {
        onLoop(loop -> {
            assertEquals(Set.of(RunLoopMode.DEFAULT), loop.commonModes());
            loop.addCommonMode(MODE);
            loop.addCommonMode(MODE);
            loop.addCommonMode(RunLoopMode.COMMON);
            assertEquals(Set.of(RunLoopMode.DEFAULT, MODE), loop.commonModes());
            assertEquals(Set.of(RunLoopMode.DEFAULT), loop.modes(), "nothing is in it yet");
        });
    }

    @Test
    @DisplayName("hold an item that is added to them, also those that come later")
    void itemsAreCopied() throws Exception {
        onLoop(loop -> {
            Source0 source = keep(loop, RunLoopMode.COMMON);
            assertTrue(loop.contains(source, RunLoopMode.DEFAULT));
            loop.addCommonMode(MODE);
            assertTrue(loop.contains(source, MODE));
            assertTrue(loop.contains(source, RunLoopMode.COMMON));
            loop.remove(source, RunLoopMode.COMMON);
            assertFalse(loop.contains(source, MODE));
            assertFalse(loop.contains(source, RunLoopMode.DEFAULT));
        });
    }

    @Test
    @DisplayName("are not left by an item that is only in one of them")
    void removingNeedsTheSet() throws Exception {
        onLoop(loop -> {
            Source0 source = keep(loop, RunLoopMode.DEFAULT);
            loop.remove(source, RunLoopMode.COMMON);
            assertTrue(loop.contains(source, RunLoopMode.DEFAULT));
        });
    }

    @Test
    @DisplayName("keep an item for later modes that was taken out of one of them")
    void singleRemovalKeepsTheSet() throws Exception {
        onLoop(loop -> {
            Source0 source = keep(loop, RunLoopMode.COMMON);
            loop.remove(source, RunLoopMode.DEFAULT);
            assertFalse(loop.contains(source, RunLoopMode.DEFAULT));
            loop.addCommonMode(MODE);
            assertTrue(loop.contains(source, MODE));
        });
    }

    @Test
    @DisplayName("lose an item that is invalidated")
    void invalidationLeavesTheSet() throws Exception {
        onLoop(loop -> {
            Source0 source = keep(loop, RunLoopMode.COMMON);
            source.invalidate();
            assertFalse(loop.contains(source, RunLoopMode.COMMON));
            loop.add(source, RunLoopMode.COMMON);
            assertFalse(loop.contains(source, RunLoopMode.COMMON), "an invalid item is not taken");
        });
    }

    @Test
    @DisplayName("have their timers fire in whichever runs")
    void commonTimerFiresInEachMode() throws Exception {
        onLoop(loop -> {
            timer(loop, RunLoopMode.COMMON, "tick", 10, 10);
            loop.addCommonMode(MODE);
            runFor(loop, MODE, 15);
            runFor(loop, RunLoopMode.DEFAULT, 10);
            assertEquals(List.of("tick@10", "tick@20"), trace);
        });
    }
}
