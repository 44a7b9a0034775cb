package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.internal.PublishedDeadline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one timer on the loop that stands for all delayed tasks of an executor. It is created for the first of them.
 *
 * <p>Belongs to the loop's thread, except for {@link #firesBy} and {@link #close()}.
 */
final class DelayTimer {
    /** Far beyond any deadline: the timer fires only on dates that it is set to. */
    private static final Duration NEVER = Duration.ofDays(365 * 100);

    private final RunLoop loop;
    private final List<RunLoopMode> modes;
    private final Runnable onDue;
    private volatile @Nullable RunLoopTimer timer; // created by the loop for the first task
    private final PublishedDeadline published = new PublishedDeadline();

    DelayTimer(RunLoop loop, List<RunLoopMode> modes, Runnable onDue) {
        this.loop = loop;
        this.modes = modes;
        this.onDue = onDue;
    }

    /** Makes the timer fire no later than this. A useless fire is cheaper than moving it for each cancelled task. */
    void set(long deadline) {
        if (published.publish(deadline)) {
            timer().setNextFire(Duration.ofNanos(deadline - loop.clock().nanoTime()));
        }
    }

    /** Any thread, after offering a task: whether the loop will take it in by this date without being told. */
    boolean firesBy(long deadline) {
        return published.isNoLaterThan(deadline);
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
                    published.withdraw();
                    onDue.run();
                });
        timer = made;
        modes.forEach(mode -> loop.add(made, mode));
        return made;
    }

    /** Any thread: removes the timer for good. */
    void close() {
        RunLoopTimer present = timer;
        if (present != null) {
            present.invalidate();
        }
    }
}
