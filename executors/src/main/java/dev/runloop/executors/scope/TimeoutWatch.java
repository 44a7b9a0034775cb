package dev.runloop.executors.scope;

import dev.runloop.internal.Deadlines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tells the owner of a scope that the timeout of the scope has cancelled it. The JDK's scope tells only a thread that waits
 * in its own join. So this checks when the timeout should have expired, and again until it has.
 *
 * <p>Thread-safe.
 */
final class TimeoutWatch {
    private static final long NANOS_BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BooleanSupplier isCancelled;
    private final Runnable tell;
    private volatile boolean isStopped;
    private volatile CompletableFuture<Void> alarm = new CompletableFuture<>();

    private TimeoutWatch(BooleanSupplier isCancelled, Runnable tell) {
        this.isCancelled = isCancelled;
        this.tell = tell;
    }

    static TimeoutWatch start(Duration timeout, BooleanSupplier isCancelled, Runnable tell) {
        var watch = new TimeoutWatch(isCancelled, tell);
        watch.set(Deadlines.nanos(timeout));
        return watch;
    }

    private void set(long nanos) {
        var next = new CompletableFuture<Void>();
        alarm = next;
        var _ = next.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).thenRun(this::look);
    }

    private void look() {
        if (isCancelled.getAsBoolean()) {
            tell.run();
        } else if (!isStopped) {
            set(NANOS_BETWEEN_LOOKS);
        }
    }

    /** The scope is closed: drops all references to it at once, however much time is left. */
    void stop() {
        isStopped = true;
        alarm.cancel(false);
    }
}
