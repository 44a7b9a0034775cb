package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wait that keeps the loop of the waiting thread alive: a nested run in one mode, until a condition holds. Meanwhile the
 * loop serves the sources, timers, observers and blocks of that mode.
 *
 * <pre>{@code
 * var wait = new RunLoopWait(RunLoopMode.CONNECTION_REPLY);
 * reply.whenComplete((value, failure) -> wait.signal());
 * if (wait.until(reply::isDone, Duration.ofSeconds(5)) == RunLoopWait.Result.DONE) …
 * }</pre>
 *
 * <p><b>The lost signal in nested runs.</b> A callback of the mode may run the loop in the same mode again. That inner run
 * then uses up the signal that tells of the condition, and the outer run, which nothing wakes any more, would sleep on
 * although the condition holds. So the run of a wait does not rely on its signal: it evaluates the condition at the end of
 * each of its passes, and once more before it sleeps. The signal only makes sure that there is such a pass.
 *
 * <p>A wait belongs to the thread that made it, whose loop it runs; {@link #signal} may be called from any thread. The
 * condition is evaluated on the waiting thread only. What it reads of other threads must be volatile, or be published in
 * another way; then a change before {@code signal()} is seen by an evaluation that follows.
 *
 * <p>Corresponds to a nested {@code CFRunLoopRunInMode} that is repeated until a flag is set, with a {@code CFRunLoopSource}
 * that wakes it.
 */
public final class RunLoopWait {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** How a wait has ended. */
    public enum Result {
        /** The condition holds. */
        DONE,
        /** The limit has passed. */
        TIMED_OUT,
        /** The run was {@linkplain RunLoop#stop() stopped}. The caller decides whether to wait on. */
        STOPPED,
        /** The loop is ending or has ended, and serves nothing any more. */
        LOOP_ENDING
    }

    private final RunLoop loop = RunLoop.current();
    private final RunLoopMode mode;
    private final Source0 source =
            Source0.create(() -> {}); // its perform is a pass, at whose end the condition is evaluated
    private @Nullable BooleanSupplier done; // while it waits
    private @Nullable Throwable failure; // of the condition

    /**
     * A wait of the calling thread.
     *
     * @param mode what its loop serves meanwhile
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}, which stands for others
     */
    public RunLoopWait(RunLoopMode mode) {
        if (requireNonNull(mode, "mode").isCommonMarker()) {
            throw new IllegalArgumentException("mode is " + mode + ", which stands for others; serve one of them");
        }
        this.mode = mode;
    }

    /**
     * Waits until a condition holds, however long that takes.
     *
     * @param done the condition; what it throws ends the wait, and is thrown on
     * @return {@link Result#DONE}, {@link Result#STOPPED} or {@link Result#LOOP_ENDING}
     * @throws IllegalStateException if this wait is in progress
     * @throws WrongThreadException if the wait belongs to another thread
     */
    public Result until(BooleanSupplier done) {
        return until(done, FOREVER);
    }

    /**
     * Waits until a condition holds, but no longer than a limit. Returns at once if it holds already. Like any run of a loop
     * the wait does not end when its thread is interrupted; the interrupt is seen again when the outermost run returns.
     *
     * @param done the condition; what it throws ends the wait, and is thrown on
     * @param limit how long, by the clock of the loop; with zero or less the loop makes one pass that does not wait
     * @return how the wait has ended; {@link Result#DONE} whenever the condition holds
     * @throws IllegalStateException if this wait is in progress
     * @throws WrongThreadException if the wait belongs to another thread
     */
    public Result until(BooleanSupplier done, Duration limit) {
        requireNonNull(done, "done");
        requireNonNull(limit, "limit");
        loop.requireCurrent("until");
        if (this.done != null) {
            throw new IllegalStateException("the wait is in progress already; make another one to wait in a callback");
        }
        if (done.getAsBoolean()) {
            return Result.DONE;
        }
        if (loop.hasEnded()) {
            return Result.LOOP_ENDING;
        }
        this.done = done;
        try {
            loop.add(source, mode);
            return result(loop.runUntilDone(this, mode, limit), done);
        } finally {
            this.done = null;
            loop.remove(source, mode);
        }
    }

    private Result result(RunLoopResult ofRun, BooleanSupplier done) {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            RunLoopWait.<RuntimeException>throwAsItIs(thrown);
        }
        if (done.getAsBoolean()) {
            return Result.DONE;
        }
        if (ofRun == RunLoopResult.TIMED_OUT) {
            return Result.TIMED_OUT;
        }
        return loop.isEnding() || loop.hasEnded() ? Result.LOOP_ENDING : Result.STOPPED;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAsItIs(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Makes the wait evaluate its condition. May be called from any thread; does nothing while nobody waits. */
    public void signal() {
        source.signalAndWakeUp();
    }

    /**
     * {@return whether the loop's innermost run in progress is that of this wait, and not one nested in its callbacks} For
     * observers; belongs to the waiting thread.
     */
    public boolean isInnermost() {
        Run run = loop.currentRun();
        return run != null && run.isOf(this);
    }

    /** For the run: whether the condition holds, or has failed. */
    boolean isDone() {
        BooleanSupplier present = done;
        if (present == null || failure != null) {
            return true;
        }
        try {
            return present.getAsBoolean();
        } catch (Throwable e) {
            failure = e;
            return true;
        }
    }
}
