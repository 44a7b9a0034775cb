package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The progress of a scope")
class ScopeProgressTest {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final ScopeProgress progress = new ScopeProgress(cancelled::get);

    @Test
    @DisplayName("is not over while the thread that has cancelled the scope is completing")
    void waitsForWhoCancels() {
        progress.begin();
        progress.begin();
        progress.beginCompleting();
        cancelled.set(true);
        assertFalse(progress.isOver());
        progress.endCompleting();
        assertTrue(progress.isOver());
    }

    /** The loop was stopped because the scope was over; it must not be taken for stopped by somebody else. */
    @Test
    @DisplayName("stays over when threads that were cancelled complete one after the other")
    void staysOver() {
        progress.begin();
        cancelled.set(true);
        assertTrue(progress.isOver());
        progress.beginCompleting();
        assertTrue(progress.isOver());
    }

    @Test
    @DisplayName("goes on when somebody forks once more after all have ended")
    void goesOn() {
        progress.begin();
        progress.end();
        assertTrue(progress.isOver());
        progress.begin();
        assertFalse(progress.isOver());
    }
}
