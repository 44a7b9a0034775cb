package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of the loop that stands for all delayed tasks of an executor; there is none before the first of them.
 *
 * <p>It belongs to the loop's thread, but for {@link #firesBy} and {@link #close()}.
 */
final class DueTimer {
    /** Far beyond any deadline: the timer fires by the dates that it is set to. */
    private static final Duration NEVER = Duration.ofDays(365 * 100);

    private final RunLoop loop;
    private final List<RunLoopMode> modes;
    private final Runnable onDue;
    private volatile @Nullable RunLoopTimer timer; // made by the loop for the first task
    private volatile boolean armed; // the timer has been set, and has not fired since
    private volatile long armedFor; // while armed it only gets earlier

    DueTimer(RunLoop loop, List<RunLoopMode> modes, Runnable onDue) {
        this.loop = loop;
        this.modes = modes;
        this.onDue = onDue;
    }

    /** Has the timer fire no later than this. */
    void set(long deadline) {
        if (armed && armedFor - deadline <= 0) {
            return; // one that fires for nothing is cheaper than one that is moved for each cancelled task
        }
        armedFor = deadline;
        armed = true;
        timer().setNextFire(Duration.ofNanos(deadline - loop.clock().nanoTime()));
    }

    /**
     * Anyone, with a task just offered: whether the timer is going to fire no later than this, so that the loop need
     * not be told now. The loop takes in what has been offered after it has disarmed the timer. Offer, disarming, and
     * the looks at both are volatile: either the timer is seen to be disarmed here, or the task is seen there. Which of
     * its dates is seen does not matter then, as that look follows any date but the present one.
     */
    boolean firesBy(long deadline) {
        return armed && armedFor - deadline <= 0;
    }

    private RunLoopTimer timer() {
        RunLoopTimer present = timer;
        if (present != null) {
            return present;
        }
        RunLoopTimer made = RunLoopTimer.builder()
                .firstFire(NEVER)
                .interval(NEVER)
                .clock(loop.clock())
                .build(fired -> {
                    armed = false;
                    onDue.run();
                });
        timer = made;
        modes.forEach(mode -> loop.add(made, mode));
        return made;
    }

    /** Anyone: takes the timer out of the loop, for good. */
    void close() {
        RunLoopTimer present = timer;
        if (present != null) {
            present.invalidate();
        }
    }
}
