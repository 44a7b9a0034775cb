package dev.runloop;

import java.time.Instant;

/**
 * The time a loop lives by. A loop and the timers in it share one clock. Everything uses {@link #system()}, except for
 * tests that control the passing of time; for them there is {@link dev.runloop.testing.VirtualClock}.
 *
 * <p>Timers follow the monotonic time. The wall clock is only used to convert to and from the {@link Instant}s of the
 * public API, so that setting the machine's clock neither delays nor hastens anything.
 *
 * <p>Implementations are thread-safe.
 */
public interface RunLoopClock {

    /**
     * How the thread of a loop waits for something to happen: parked, or in a selector. A wait may end early, because
     * of an interrupt or for no reason. An {@link #end()} that comes before its wait is remembered, and ends it at
     * once.
     */
    interface Wait {
        /** {@return the loop that waits} */
        RunLoop loop();

        /** Waits until {@link #end()}. Called by the thread of the loop. */
        void begin();

        /**
         * Waits until {@link #end()}, but no longer than this.
         *
         * @param nanos how long by the machine's clock, in nanoseconds; more than zero
         */
        void begin(long nanos);

        /** Ends the wait. May be called by any thread. */
        void end();
    }

    /**
     * {@return the monotonic time in nanoseconds, from an arbitrary origin, as {@link System#nanoTime()}; compare by
     * subtraction only}
     */
    long nanoTime();

    /** {@return the wall-clock time} */
    Instant instant();

    /**
     * Waits until the wait is ended. Called by the thread of the loop.
     *
     * @param wait how to wait
     */
    void await(Wait wait);

    /**
     * Waits until the wait is ended, or this clock has reached {@code deadline}. Called by the thread of the loop.
     *
     * @param wait how to wait
     * @param deadline a value of {@link #nanoTime()}
     */
    void awaitUntil(Wait wait, long deadline);

    /**
     * {@return the rank among equal deadlines: lower ranks come first} It is {@code n}, first come first served, unless
     * a clock for tests wants to expose what a program takes for granted.
     *
     * @param n how many deadlines were set before this one
     */
    default long rank(long n) {
        return n;
    }

    /**
     * A loop is about to be run by the thread of a {@link RunLoopThread}.
     *
     * @param loop the loop
     */
    default void begins(RunLoop loop) {}

    /**
     * Waits until a loop that {@linkplain #begins begins} may run for the first time. Called by the thread of the loop,
     * before anything else.
     *
     * @param loop the loop
     */
    default void awaitBegin(RunLoop loop) {}

    /**
     * The sleep of a loop has been ended: it is no longer {@linkplain RunLoop#isWaiting() waiting}. Called by any
     * thread, on the path of a wake-up; must neither block nor throw.
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

    /** {@return the machine's clock} */
    static RunLoopClock system() {
        return SystemClock.INSTANCE;
    }
}
