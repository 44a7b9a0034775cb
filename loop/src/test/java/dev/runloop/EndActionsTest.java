package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.internal.access.LoopAccess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An action at the end of a loop")
class EndActionsTest extends LoopTest {
    private final List<Throwable> reported = new ArrayList<>();

    private Source0 sourceThatNotesItsCancel() {
        return Source0.create(new Source0.Callbacks() {
            @Override
            public void perform() {}

            @Override
            public void cancel(RunLoop loop, RunLoopMode mode) {
                trace.add("cancel");
            }
        });
    }

    @Test
    @DisplayName("runs once, after the items have been removed, and in the order in which it was added")
    void runsInOrder() throws Exception {
        onLoop(loop -> {
            Runnable first = () -> trace.add(loop.hasEnded() ? "first" : "too early");
            assertTrue(LoopAccess.onEnd(loop, first));
            assertTrue(LoopAccess.onEnd(loop, () -> trace.add("second")));
            assertTrue(LoopAccess.onEnd(loop, first));
            loop.add(sourceThatNotesItsCancel(), MODE);
            loop.discard();
            assertEquals(List.of("cancel", "first", "second"), trace);
            loop.discard();
            assertEquals(List.of("cancel", "first", "second"), trace);
        });
    }

    @Test
    @DisplayName("runs although another one fails, which is reported to the loop's handler")
    void runsAfterAFailure() throws Exception {
        onLoop(loop -> {
            loop.setExceptionHandler((thread, failure) -> reported.add(failure));
            var failure = new IllegalStateException("end");
            LoopAccess.onEnd(loop, () -> {
                throw failure;
            });
            LoopAccess.onEnd(loop, () -> trace.add("second"));
            loop.discard();
            assertEquals(List.of("second"), trace);
            assertEquals(List.of(failure), reported);
        });
    }

    @Test
    @DisplayName("does not run if it was cancelled")
    void isCancelled() throws Exception {
        onLoop(loop -> {
            Runnable action = () -> trace.add("action");
            LoopAccess.onEnd(loop, action);
            LoopAccess.cancelOnEnd(loop, action);
            loop.discard();
            assertEquals(List.of(), trace);
        });
    }

    @Test
    @DisplayName("is refused once the end has begun")
    void isRefused() throws Exception {
        onLoop(loop -> {
            var accepted = new ArrayList<Boolean>();
            LoopAccess.onEnd(loop, () -> accepted.add(LoopAccess.onEnd(loop, () -> trace.add("late"))));
            loop.discard();
            assertEquals(List.of(false), accepted);
            assertFalse(LoopAccess.onEnd(loop, () -> trace.add("late")));
            LoopAccess.cancelOnEnd(loop, () -> {});
            assertEquals(List.of(), trace);
        });
    }
}
