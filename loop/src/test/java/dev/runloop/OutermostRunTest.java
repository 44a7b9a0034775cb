package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.internal.OutermostRun;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The outermost run of a wait")
class OutermostRunTest extends LoopTest {
    private final OutermostRun run = new OutermostRun(() -> trace.add("look"));

    /** A run of the mode that sleeps, and one within its callback that sleeps. */
    private void runNested(RunLoop loop) {
        signalled(loop, MODE, "nested", () -> {
            trace.add(run.isRunning() ? "outermost" : "inner");
            signalled(loop, MODE, "within", () -> trace.add(run.isRunning() ? "outermost" : "inner"));
            runFor(loop, MODE, 1);
        });
        runFor(loop, MODE, 2);
    }

    @Test
    @DisplayName("has its look taken before it sleeps, and a run within it has not")
    void looksInTheOutermostRun() throws Exception {
        onLoop(loop -> {
            run.begin(loop, MODE);
            runNested(loop);
            assertEquals(List.of("nested", "outermost", "within", "inner", "look"), trace);
        });
    }

    @Test
    @DisplayName("may be one within a run of the same mode")
    void beginsWithinARun() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "around", () -> {
                run.begin(loop, MODE);
                runFor(loop, MODE, 1);
                run.end();
            });
            runFor(loop, MODE, 2);
            assertEquals(List.of("around", "look"), trace);
        });
    }

    @Test
    @DisplayName("is counted anew for each wait")
    void countsAnew() throws Exception {
        onLoop(loop -> {
            signalled(loop, MODE, "around", () -> run.begin(loop, MODE)); // whose end is counted
            runFor(loop, MODE, 1);
            run.begin(loop, MODE);
            trace.clear();
            runFor(loop, MODE, 1);
            assertEquals(List.of("look"), trace);
        });
    }
}
