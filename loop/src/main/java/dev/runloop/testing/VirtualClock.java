package dev.runloop.testing;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;

/**
 * Time for tests: it stands still while loops and the test run, and moves when the test says so. Loops whose threads
 * are built with this clock live by it, along with their timers, their executors and what is performed on them.
 *
 * <pre>{@code
 * var clock = VirtualClock.create();
 * try (var worker = RunLoopThread.ofPlatform().name("worker").clock(clock).start()) {
 *     List<Duration> ticks = new ArrayList<>();
 *     worker.loop().add(
 *             RunLoopTimer.builder()
 *                     .firstFire(Duration.ofMinutes(1))
 *                     .interval(Duration.ofMinutes(1))
 *                     .clock(clock)
 *                     .build(timer -> ticks.add(clock.elapsed())),
 *             RunLoopMode.DEFAULT);
 *
 *     clock.advance(Duration.ofMinutes(2)); // takes no time
 *     assertEquals(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)), ticks);
 * }
 * }</pre>
 *
 * <p><b>Time.</b> The {@linkplain #nanoTime() monotonic time} begins just before it overflows, the
 * {@linkplain #instant() wall clock} at the epoch. Timers follow the monotonic time, and fire at their dates to the
 * nanosecond.
 *
 * <p><b>One thread at a time.</b> One thread has the turn, at first the one that creates the clock. Loops that begin or
 * wake up wait for theirs. A thread that calls {@link #advance}, {@link #runUntilIdle} or a similar method, the
 * <em>driver</em>, gives the turn to one loop after another, in the order in which they began, until all are asleep.
 * Only then does it move time, and at the end it has the turn again. So several loops and their test take the same
 * course in every run, and need no locks for what they share. Apart from the loops there is one driver: when another
 * thread drives, the previous one is no longer waited for. A callback may drive too: it then takes that much time, and
 * other loops run in the meantime.
 *
 * <p><b>A blocked thread loses the turn.</b> A thread may block elsewhere during its turn: a test in
 * {@link Future#get}, in {@code RunLoopThread.close()} or in Awaitility, or a loop that waits for another. The clock
 * notices that by the {@linkplain Thread#getState() state} of the thread within a few milliseconds, and gives others
 * their turns. When the thread is released it continues, at first alongside the thread that released it, and has the
 * turn again when that thread's turn ends. So a task without a delay runs without being driven; but around such a place
 * the course may differ from run to run, and it takes a few milliseconds of real time. When everything that could run
 * is blocked, the loops count as idle. A thread that spins, or that reads from a socket on a platform thread, is not
 * blocked and keeps the turn.
 *
 * <p><b>Only a driver moves time.</b> A thread that waits for a delayed task in any other way waits forever: use
 * {@link #await(Future)}, which moves time until the task has run. Close an executor after its delayed tasks have run,
 * or with {@code shutdownNow()}.
 *
 * <p><b>Other threads.</b> Threads unknown to the clock are not waited for. A loop that does not belong to a
 * {@link dev.runloop.RunLoopThread} takes part from its first wait on; a thread other than its own has to drive.
 *
 * <p>Thread-safe. Actions in a turn happen-before those in the turns that follow. A thread that is interrupted while it
 * drives gets an {@link IllegalStateException} that describes what the loops are doing, and its interrupt is restored;
 * so a test that hangs can be ended.
 */
public final class VirtualClock implements RunLoopClock {
    private static final Duration LONGEST = Duration.ofNanos(Participant.HORIZON);
    private static final long MILLIS_BETWEEN_TRIES = 10;
    private static final int TRIES = 50;

    private final VirtualTime time = new VirtualTime();
    private final TieBreak ties;
    private final LoopTurns loops;
    private final DriverTurns driver;

    private VirtualClock(TieBreak ties) {
        var turn = new Turn(ties);
        this.ties = ties;
        this.loops = new LoopTurns(turn, time);
        this.driver = new DriverTurns(turn, time);
    }

    /** {@return a clock on which equal deadlines come in the order in which they were set} */
    public static VirtualClock create() {
        return new VirtualClock(new TieBreak.ByInsertion());
    }

    /**
     * {@return a clock that shuffles what a program must not rely on} This is the order of equal deadlines, among the
     * timers of a loop and among the delayed tasks of an executor, and the order in which loops take turns. The same
     * seed gives the same order every time.
     *
     * @param seed chooses the order
     */
    public static VirtualClock shuffled(long seed) {
        return new VirtualClock(new TieBreak.BySeed(seed));
    }

    // ---- what the test does ----

    /**
     * Lets this much time pass, from deadline to deadline, and lets all loops run until they are idle: what is ready
     * now, and what becomes due up to and including the end of this time. What becomes ready runs before time moves on.
     *
     * @param duration how far; zero is {@link #runUntilIdle()}
     * @throws IllegalArgumentException if it is negative, or more than 90 years
     * @throws IllegalStateException if the thread of a loop has ended before the loop could begin, which is the fault
     *     of its thread factory; thrown once for each, by every method that drives
     */
    public void advance(Duration duration) {
        long target = nanoTime() + nanos("duration", duration);
        drive(deadline -> deadline - target <= 0);
        driver.moveTo(target);
    }

    /**
     * Lets the loops run until they are idle, moves time to the next date at which one of them wakes up by itself, and
     * lets them run again. Such a date is that of a timer or of a delayed task, or the limit of a run. Dates more than
     * 90 years away do not count, because executors keep a timer that never fires.
     *
     * @return how far time has moved; empty if no loop waits for a date
     */
    public Optional<Duration> advanceToNextTimer() {
        Duration before = elapsed();
        var isFirst = new AtomicBoolean(true);
        drive(deadline -> isFirst.getAndSet(false));
        return isFirst.get() ? Optional.empty() : Optional.of(elapsed().minus(before));
    }

    /** Lets the loops run until all of them sleep and nothing is ready. Time does not move. */
    public void runUntilIdle() {
        drive(deadline -> false);
    }

    /**
     * Moves from deadline to deadline, as {@link #advanceToNextTimer()} does, until none is left or the next one is
     * beyond a limit. Time then stands at the last deadline reached. The limit is there because repeating timers never
     * end.
     *
     * @param limit how far at most
     * @return whether nothing is left; false if there is a deadline beyond the limit
     * @throws IllegalArgumentException if the limit is negative, or more than 90 years
     */
    public boolean advanceUntilIdle(Duration limit) {
        long last = nanoTime() + nanos("limit", limit);
        return !drive(deadline -> deadline - last <= 0);
    }

    /**
     * Moves from deadline to deadline until a future is done. Time then stands at that deadline, and the loops are
     * idle. While there is a repeating timer there is always another deadline: if the future is never completed, only
     * an interrupt ends this call.
     *
     * @param <T> the type of the result
     * @param future the future
     * @return its result
     * @throws ExecutionException if the future has failed
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if nothing is left that could complete it: no loop has a deadline, and no other
     *     thread has completed it within half a second
     */
    public <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
        requireNonNull(future, "future");
        for (int tries = 0; tries < TRIES; tries++) {
            driver.drive(deadline -> !future.isDone());
            try {
                return future.get(future.isDone() ? 0 : MILLIS_BETWEEN_TRIES, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Another thread may still complete it, or have a loop do so.
            }
        }
        throw new IllegalStateException(
                "nothing is left that could complete " + future + ": time does not help, " + driver.describe());
    }

    /**
     * {@return which loops have something left to do, in words; empty if all sleep, have no deadline within 90 years,
     * and have no block that they were not woken for or whose mode does not run} Nothing runs for this: what is ready
     * and has not been run is listed. A deadline may be that of a cancelled delayed task, because executors leave their
     * timer as it is in that case.
     */
    public List<String> workLeft() {
        try {
            return driver.workLeft();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Fails if loops have something left to do; for the end of a test.
     *
     * @throws AssertionError if there is {@linkplain #workLeft() work left}, with a list of it
     */
    public void requireNoWorkLeft() {
        List<String> left = workLeft();
        if (!left.isEmpty()) {
            throw new AssertionError("work is left: " + String.join("; ", left));
        }
    }

    private boolean drive(LongPredicate goesOnTo) {
        try {
            return driver.drive(goesOnTo);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(
                "interrupted while waiting until the loops are idle: " + driver.describe(), cause);
    }

    // ---- what happens to the machine ----

    /**
     * Suspends the machine: the wall clock moves on and the monotonic time does not, as with {@code System.nanoTime()}
     * on Linux. Loops do not notice: a timer fires by the monotonic time, which is later by the wall clock. On systems
     * where the monotonic time goes on during the sleep, use {@link #stall}.
     *
     * @param duration how long
     * @throws IllegalArgumentException if it is negative, or more than 90 years
     */
    public void suspend(Duration duration) {
        nanos("duration", duration);
        time.shiftWall(duration);
    }

    /**
     * Lets both times pass while no loop runs, as when the machine is paused or the garbage collector takes long; in a
     * callback, as when that callback takes long. What has become due in the meantime is late when loops next run; a
     * repeating timer fires once for all the dates it has missed.
     *
     * @param duration how long
     * @throws IllegalArgumentException if it is negative, or more than 90 years
     */
    public void stall(Duration duration) {
        driver.moveTo(nanoTime() + nanos("duration", duration));
    }

    /**
     * Sets the wall clock. That neither delays nor hastens a timer.
     *
     * @param date what it shows from now on; may be in the past
     */
    public void setInstant(Instant date) {
        time.setWall(requireNonNull(date, "date"));
    }

    /**
     * Shifts the wall clock. That neither delays nor hastens a timer.
     *
     * @param shift how far, back if negative; no further than to {@link Instant#MIN} and {@link Instant#MAX}
     */
    public void shiftWall(Duration shift) {
        time.shiftWall(requireNonNull(shift, "shift"));
    }

    private static long nanos(String name, Duration duration) {
        if (requireNonNull(duration, name).isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + duration);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is more than 90 years: " + duration);
        }
        return duration.toNanos();
    }

    // ---- what time it is ----

    /**
     * {@return how far the monotonic time has moved since the clock was created, even beyond the range of its
     * nanoseconds}
     */
    public Duration elapsed() {
        return time.elapsed();
    }

    @Override
    public long nanoTime() {
        return time.nanos();
    }

    @Override
    public Instant instant() {
        return time.wall();
    }

    @Override
    public long rank(long n) {
        return ties.rank(n);
    }

    // ---- what loops do ----

    @Override
    public void begins(RunLoop loop) {
        loops.begins(loop);
    }

    @Override
    public void awaitBegin(RunLoop loop) {
        loops.awaitBegin(loop);
    }

    @Override
    public void await(Wait wait) {
        loops.sleep(wait);
    }

    @Override
    public void awaitUntil(Wait wait, long deadline) {
        loops.sleepUntil(wait, deadline);
    }

    @Override
    public void wakes(RunLoop loop) {
        loops.wakes(loop);
    }

    @Override
    public void ends(RunLoop loop) {
        loops.ends(loop);
    }

    @Override
    public String toString() {
        return "VirtualClock[" + elapsed() + " since it was made, " + instant() + "]";
    }
}
