package dev.runloop;

import java.time.Instant;

/**
 * The time by which a loop lives: what stands between it and {@link System#nanoTime()}. A loop and the timers in it
 * share one clock. Everybody uses {@link #system()}, except tests that want time to pass when they say so; for them
 * there is {@link dev.runloop.testing.VirtualClock}.
 *
 * <p>Timers follow the monotonic time. The wall clock is only used to convert to and from the {@link Instant}s of the
 * public calls, so that a change of the machine's date neither delays nor hastens anything.
 *
 * <p>Implementations are thread-safe.
 */
public interface RunLoopClock {

    /**
     * The way in which the thread of a loop waits for something to happen: parked, or in a selector. A wait may end
     * early, for an interrupt or for no reason. An {@link #end()} that comes before its wait is remembered, and ends it
     * at once.
     */
    interface Wait {
        /** {@return the loop that waits} */
        RunLoop loop();

        /** Waits until {@link #end()}. Called by the thread of the loop. */
        void begin();

        /**
         * Waits until {@link #end()}, and no longer than this.
         *
         * @param nanos how long by the machine's clock, in nanoseconds; more than zero
         */
        void begin(long nanos);

        /** Ends the wait. Called by anyone. */
        void end();
    }

    /**
     * {@return the monotonic time in nanoseconds, from any origin, as {@link System#nanoTime()}; compare by
     * subtraction only}
     */
    long nanoTime();

    /** {@return the date on the wall at this moment} */
    Instant instant();

    /**
     * Waits until the wait is ended. Called by the thread of the loop.
     *
     * @param wait how to wait
     */
    void await(Wait wait);

    /**
     * Waits until the wait is ended, and no longer than until this clock has reached {@code deadline}. Called by the
     * thread of the loop.
     *
     * @param wait how to wait
     * @param deadline a value of {@link #nanoTime()}
     */
    void awaitUntil(Wait wait, long deadline);

    /**
     * {@return the rank among equal deadlines: the one with the lower rank comes first} It is {@code n}, first come first
     * served, unless a clock for tests wants to show what a program takes for granted.
     *
     * @param n how many deadlines were set before this one
     */
    default long rank(long n) {
        return n;
    }

    /**
     * A loop is about to be run by a thread of its own, that of a {@link RunLoopThread}.
     *
     * @param loop the loop
     */
    default void begins(RunLoop loop) {}

    /**
     * Waits until a loop that {@linkplain #begins begins} may run for the first time. Called by the thread of the loop,
     * before all else.
     *
     * @param loop the loop
     */
    default void awaitBegin(RunLoop loop) {}

    /**
     * Somebody has ended the sleep of a loop: it is no longer {@linkplain RunLoop#isWaiting() waiting}. Called by anyone,
     * on the way of a wake-up; must neither block nor throw.
     *
     * @param loop the loop
     */
    default void wakes(RunLoop loop) {}

    /**
     * A loop has ended, and calls nothing any more.
     *
     * @param loop the loop
     */
    default void ends(RunLoop loop) {}

    /** {@return the time of the machine} */
    static RunLoopClock system() {
        return SystemClock.INSTANCE;
    }
}
