package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The properties of a {@link RunLoopTimer} to be made. Not thread-safe; may be used for several timers, and the delay
 * of each counts from its {@link #build}.
 */
public final class RunLoopTimerBuilder {
    int order;
    Duration firstFire = Duration.ZERO;
    Duration interval = Duration.ZERO;
    Duration tolerance = Duration.ZERO;
    RunLoopClock clock = RunLoopClock.system();

    RunLoopTimerBuilder() {}

    /**
     * {@return the first fire is {@code delay} after the timer is made; one that is not positive means now} The
     * default is now.
     *
     * @param delay how long from now
     */
    public RunLoopTimerBuilder firstFire(Duration delay) {
        this.firstFire = requireNonNull(delay, "delay");
        return this;
    }

    /**
     * {@return the timer fires again and again with this time between; zero or a negative one makes it fire once, the
     * default}
     *
     * @param interval the time between two fires
     */
    public RunLoopTimerBuilder interval(Duration interval) {
        this.interval = requireNonNull(interval, "interval");
        return this;
    }

    /**
     * See {@link RunLoopTimer#setTolerance}; the default is none.
     *
     * @param tolerance how much later it may fire
     * @return this builder
     */
    public RunLoopTimerBuilder tolerance(Duration tolerance) {
        this.tolerance = requireNonNull(tolerance, "tolerance");
        return this;
    }

    /**
     * {@return the order, which is reported and otherwise means nothing: timers fire by their dates} The default is 0.
     *
     * @param order the order
     */
    public RunLoopTimerBuilder order(int order) {
        this.order = order;
        return this;
    }

    /**
     * {@return the clock of the loop that the timer is for} The default is {@link RunLoopClock#system()}.
     *
     * @param clock the clock
     */
    public RunLoopTimerBuilder clock(RunLoopClock clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Makes the timer. It fires when it has been added to a mode of a loop.
     *
     * @param handler what is called, with the timer
     * @return the timer
     */
    public RunLoopTimer build(Consumer<? super RunLoopTimer> handler) {
        return new RunLoopTimer(this, requireNonNull(handler, "handler"));
    }
}
