package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.StackRoom;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls its handler on a loop's thread at a date, once or repeatedly.
 *
 * <p>A repeating timer keeps to the grid given by its first date and its interval: late fires do not shift the grid,
 * and dates missed because the loop was busy or in other modes are skipped, never made up for in a burst. A one-shot
 * timer is invalidated after its handler. A timer does not fire inside its own handler.
 *
 * <p>A timer may be in several modes of one loop, with the same date in all of them; while it is in any, adding it to
 * another loop does nothing. Its date follows the {@linkplain RunLoopClock#nanoTime() monotonic time} of its clock,
 * which must be that of the loop.
 *
 * <p>A wall-clock date is converted when it is set, and denotes one moment of the monotonic time from then on: if the
 * machine's clock is set afterwards, the timer neither waits longer nor fires earlier, and dates set later go by the
 * new time. Equal dates are one moment. A date further away than 146 years (half the range of a {@code long} of
 * nanoseconds) is cut to that; {@link #nextFireDate()} still returns the date that was set.
 *
 * <p>Thread-safe. Corresponds to {@code CFRunLoopTimer} and {@code NSTimer}.
 */
public final class RunLoopTimer extends RunLoopItem {

    /**
     * When a timer fires next. There is a new object for each change, so identity tells whether there was one.
     *
     * @param due the deadline at which it fires
     * @param date the deadline that was asked for, which may be in the past
     * @param wall the date that was asked for; null if it was a delay
     */
    record Schedule(long due, long date, @Nullable Instant wall) {
        /** The date of the grid this many nanoseconds later. */
        Schedule after(long nanos) {
            long next = due + nanos;
            return new Schedule(
                    next, next, wall == null || due != date ? null : Deadlines.after(wall, Duration.ofNanos(nanos)));
        }
    }

    private static final VarHandle SCHEDULE =
            fieldVarHandle(lookup(), "schedule", VarHandle.class, RunLoopTimer.class, Schedule.class);

    private final RunLoopClock clock;
    private final long interval; // nanoseconds, 0 for a one-shot timer
    private volatile Consumer<? super RunLoopTimer> handler; // none() once invalid
    private volatile Schedule schedule; // set by any thread; after a fire by the loop, by CAS
    private volatile long tolerance; // nanoseconds
    private boolean firing; // the loop's thread

    private RunLoopTimer(Builder builder, Consumer<? super RunLoopTimer> handler) {
        super(builder.order);
        this.clock = builder.clock;
        this.interval = Math.max(0, Deadlines.nanos(builder.interval));
        this.handler = handler;
        this.schedule = scheduleAfter(Deadlines.nanos(builder.firstFire));
        setTolerance(builder.tolerance);
    }

    /**
     * {@return a timer that fires once, {@code delay} from now or at once if that is negative, by the machine's clock}
     *
     * @param delay how long from now
     * @param handler is given the timer
     */
    public static RunLoopTimer oneShot(Duration delay, Consumer<? super RunLoopTimer> handler) {
        return builder().firstFire(delay).build(handler);
    }

    /**
     * {@return a timer that fires every {@code interval}, for the first time an interval from now, by the machine's
     * clock}
     *
     * @param interval the time between two fires
     * @param handler is given the timer
     */
    public static RunLoopTimer repeating(Duration interval, Consumer<? super RunLoopTimer> handler) {
        return builder().firstFire(interval).interval(interval).build(handler);
    }

    /** {@return a builder for timers with any properties} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the clock that this timer goes by} */
    public RunLoopClock clock() {
        return clock;
    }

    /** {@return the time between two fires; zero for a one-shot timer} */
    public Duration interval() {
        return Duration.ofNanos(interval);
    }

    /** {@return whether this timer fires more than once} */
    public boolean repeats() {
        return interval > 0;
    }

    /**
     * {@return the date of the next fire; inside the handler still the one it fires for; empty once the timer is
     * invalid} A date in the past is returned as it was set until the timer has fired.
     */
    public Optional<Instant> nextFireDate() {
        return isValid() ? Optional.of(dateOfNextFire()) : Optional.empty();
    }

    /**
     * Moves the next fire to a date, and the grid of a repeating timer with it. A date in the past means now. From
     * another thread this wakes the loop. Does nothing if the timer is invalid.
     *
     * @param date when to fire next
     */
    public void setNextFireDate(Instant date) {
        requireNonNull(date, "date");
        reschedule(scheduleAt(date));
    }

    /**
     * Moves the next fire to {@code delay} from now, as {@link #setNextFireDate} does.
     *
     * @param delay how long from now
     */
    public void setNextFire(Duration delay) {
        reschedule(scheduleAfter(Deadlines.nanos(requireNonNull(delay, "delay"))));
    }

    private void reschedule(Schedule next) {
        StackRoom.ensure();
        schedule = next;
        for (Membership membership : memberships()) {
            membership.notifyLoop();
            if (!membership.loop.isCurrent()) {
                membership.loop.wakeUp();
            }
        }
    }

    /**
     * {@return how much later than its date this timer may fire, so that it can share a wake-up of the loop with
     * others}
     */
    public Duration tolerance() {
        return Duration.ofNanos(tolerance);
    }

    /**
     * Sets how much later than its date this timer may fire. A negative value means zero; for a repeating timer it is
     * at most half the interval. The grid does not change. Takes effect when the loop next waits.
     *
     * @param tolerance how much later it may fire
     */
    public void setTolerance(Duration tolerance) {
        long nanos = Math.max(0, Deadlines.nanos(requireNonNull(tolerance, "tolerance")));
        this.tolerance = repeats() ? Math.min(nanos, interval / 2) : nanos;
    }

    /**
     * Runs the handler now, on the calling thread. A repeating timer keeps its date; a one-shot timer is invalidated.
     * Does nothing if the timer is invalid or in its handler. Throws what the handler throws.
     *
     * @throws WrongThreadException if the timer is in a loop and this is not the thread of that loop
     */
    public void fire() {
        for (Membership membership : memberships()) {
            membership.loop.requireCurrent("fire");
        }
        if (isValid() && !firing) {
            callHandler();
        }
    }

    /** The date of the next fire, whether or not the timer is valid. */
    Instant dateOfNextFire() {
        Schedule present = schedule;
        Instant wall = present.wall();
        return wall != null ? wall : WallTime.dateAt(clock, present.date());
    }

    private Schedule scheduleAfter(long delay) {
        long now = clock.nanoTime();
        return new Schedule(now + Math.max(0, delay), now + delay, null);
    }

    private Schedule scheduleAt(Instant date) {
        long deadline = WallTime.nanoTimeAt(clock, date);
        long now = clock.nanoTime();
        return new Schedule(now - deadline > 0 ? now : deadline, deadline, date);
    }

    Schedule schedule() {
        return schedule;
    }

    @Override
    Object callee() {
        return handler;
    }

    @Override
    long use() {
        return ModeTable.KEEP;
    }

    @Override
    void invalidated() {
        handler = RunLoopTimer::none;
    }

    private static void none(RunLoopTimer timer) {}

    boolean isFiring() {
        return firing;
    }

    long toleranceNanos() {
        return tolerance;
    }

    /**
     * How long it has been due, in nanoseconds, if the loop that found it due may still fire it; otherwise negative.
     */
    long latenessIfDue(RunLoop loop) {
        return isValid() && !firing && isIn(loop) ? clock.nanoTime() - schedule.due() : -1;
    }

    /** Fires on the loop's thread, and moves on to the next date. Throws what the handler throws. */
    void fireFromLoop() {
        Schedule fired = schedule;
        try {
            callHandler();
        } finally {
            if (repeats()) {
                moveOn(fired);
            }
        }
    }

    private void callHandler() {
        firing = true;
        try {
            handler.accept(this);
        } finally {
            firing = false;
            if (!repeats()) {
                invalidate();
            }
        }
    }

    /** Moves on to the next date of the grid that is still to come, unless another date was set in the meantime. */
    private void moveOn(Schedule fired) {
        long late = clock.nanoTime() - fired.due();
        SCHEDULE.compareAndSet(this, fired, fired.after((late / interval + 1) * interval));
        for (Membership membership : memberships()) {
            membership.notifyLoop();
        }
    }

    /**
     * Configures a {@link RunLoopTimer}. Not thread-safe; may be used for several timers, and the delay of each counts
     * from its {@link #build}.
     */
    public static final class Builder {
        private int order;
        private Duration firstFire = Duration.ZERO;
        private Duration interval = Duration.ZERO;
        private Duration tolerance = Duration.ZERO;
        private RunLoopClock clock = RunLoopClock.system();

        private Builder() {}

        /**
         * Sets when the timer fires first, counted from {@link #build}; zero or less, the default, means at once.
         *
         * @param delay how long after the timer is made
         * @return this builder
         */
        public Builder firstFire(Duration delay) {
            this.firstFire = requireNonNull(delay, "delay");
            return this;
        }

        /**
         * Makes the timer repeat with this time between two fires. With zero or less, the default, it fires once.
         *
         * @param interval the time between two fires
         * @return this builder
         */
        public Builder interval(Duration interval) {
            this.interval = requireNonNull(interval, "interval");
            return this;
        }

        /**
         * Sets how much later than its date the timer may fire; zero by default. See {@link RunLoopTimer#setTolerance}.
         *
         * @param tolerance how much later it may fire
         * @return this builder
         */
        public Builder tolerance(Duration tolerance) {
            this.tolerance = requireNonNull(tolerance, "tolerance");
            return this;
        }

        /**
         * Sets the order, which is only reported: timers fire by their dates. 0 by default.
         *
         * @param order the order
         * @return this builder
         */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /**
         * Sets the clock, which must be the one of the loop the timer is for; {@link RunLoopClock#system()} by default.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(RunLoopClock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the timer. It fires once it is in a mode of a loop.
         *
         * @param handler is given the timer
         * @return the timer
         */
        public RunLoopTimer build(Consumer<? super RunLoopTimer> handler) {
            return new RunLoopTimer(this, requireNonNull(handler, "handler"));
        }
    }
}
