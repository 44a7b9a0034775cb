package dev.runloop;

import java.time.Instant;

/**
 * The time by which a loop lives: what stands between it and {@link System#nanoTime()}. A loop and the timers in it
 * share one clock. Everybody uses {@link #system()}, except tests that want time to pass when they say so.
 *
 * <p>Timers follow the monotonic time. The wall clock is only used to convert to and from the {@link Instant}s of the
 * public calls, so that a change of the machine's date neither delays nor hastens anything.
 *
 * <p>Implementations are thread-safe.
 */
public interface RunLoopClock {

    /**
     * {@return the monotonic time in nanoseconds, from any origin, as {@link System#nanoTime()}; compare by
     * subtraction only}
     */
    long nanoTime();

    /** {@return the date on the wall at this moment} */
    Instant instant();

    /**
     * Waits as {@link java.util.concurrent.locks.LockSupport#park(Object)} does: until the thread is unparked or
     * interrupted, or for no reason. Called by the thread of a loop.
     *
     * @param blocker the loop that waits, for thread dumps
     */
    void park(Object blocker);

    /**
     * Waits as {@link #park} does, and no longer than until this clock has reached {@code deadline}.
     *
     * @param blocker the loop that waits, for thread dumps
     * @param deadline a value of {@link #nanoTime()}
     */
    void parkUntil(Object blocker, long deadline);

    /** {@return the time of the machine} */
    static RunLoopClock system() {
        return SystemClock.INSTANCE;
    }
}
