package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The timeouts of an executor's futures: timers of its loop, so that they follow its clock. They are not tasks, as these would
 * delay termination. Once the executor has terminated, the remaining ones follow the system clock. A future that completes
 * cancels its timeout.
 *
 * <p>Thread-safe.
 */
final class Timeouts {
    private final RunLoop loop;
    private final List<RunLoopMode> modes;
    private final Set<Timeout> pending = HashSet.newHashSet(0); // guarded by this
    private boolean isOver; // guarded by this: the executor has terminated

    Timeouts(RunLoop loop, List<RunLoopMode> modes) {
        this.loop = loop;
        this.modes = modes;
    }

    /** Runs an action after a delay in nanoseconds, unless the future is complete by then. */
    void begin(LoopDependents<?> future, long delay, Runnable onTimeout) {
        var timeout = new Timeout(delay, onTimeout);
        timeout.begin(delay);
        future.onCompletion((value, exception) -> timeout.cancel());
    }

    /** The executor has terminated. */
    void over() {
        List<Timeout> left;
        synchronized (this) {
            isOver = true;
            left = List.copyOf(pending);
            pending.clear();
        }
        left.forEach(Timeout::leaveLoop);
    }

    private synchronized boolean isEntered(Timeout timeout) {
        return !isOver && pending.add(timeout);
    }

    private synchronized void leaves(Timeout timeout) {
        pending.remove(timeout);
    }

    private final class Timeout {
        private final Runnable onTimeout;
        private final long deadline;
        private final RunLoopTimer timer;
        private @Nullable CompletableFuture<?> rest; // guarded by this: what is left, by the system clock
        private boolean isCancelled; // guarded by this

        Timeout(long delay, Runnable onTimeout) {
            this.onTimeout = onTimeout;
            this.deadline = loop.clock().nanoTime() + delay;
            this.timer = RunLoopTimer.builder()
                    .firstFire(Duration.ofNanos(delay))
                    .clock(loop.clock())
                    .build(fired -> {
                        leaves(this);
                        onTimeout.run();
                    });
        }

        void begin(long delay) {
            if (!isEntered(this)) {
                goOnBySystemClock(delay);
                return;
            }
            try {
                modes.forEach(mode -> loop.add(timer, mode));
            } catch (RunLoopEndedException e) {
                leaves(this);
                leaveLoop();
            }
        }

        void leaveLoop() {
            timer.invalidate();
            goOnBySystemClock(deadline - loop.clock().nanoTime());
        }

        private void goOnBySystemClock(long nanos) {
            var alarm = new CompletableFuture<@Nullable Void>();
            synchronized (this) {
                if (isCancelled || rest != null) {
                    return;
                }
                rest = alarm;
            }
            alarm.exceptionally(exception -> {
                if (exception instanceof TimeoutException) {
                    onTimeout.run();
                }
                return null;
            });
            alarm.orTimeout(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }

        /** The future is complete. */
        void cancel() {
            leaves(this);
            timer.invalidate();
            CompletableFuture<?> alarm;
            synchronized (this) {
                isCancelled = true;
                alarm = rest;
            }
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }
}
