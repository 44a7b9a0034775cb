package dev.runloop.bench.soak;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task that is accounted for. It has one {@link Outcome} and reports a second one as a violation. When it runs it
 * checks that it is in order, not early and not concurrent with another. It may stall, and throw.
 *
 * <p>It is configured by one thread before it is submitted; the rest is thread-safe.
 */
class TrackedTask implements Runnable, Callable<Long> {
    private final LaneContext context;
    private final OverlapCheck overlap;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final AtomicBoolean heard = new AtomicBoolean();
    private long stallNanos;
    private boolean throwing;
    private @Nullable OrderCheck order;
    private long number;
    private boolean isDelayed;
    private volatile long due; // by System.nanoTime, if it is delayed; it may be moved
    private @Nullable CountDownLatch ran;
    private volatile boolean mayBeInterrupted;

    TrackedTask(LaneContext context, OverlapCheck overlap) {
        this.context = context;
        this.overlap = overlap;
    }

    /** Decides at random whether it stalls, for how long, and whether it throws. */
    TrackedTask drawn(SplittableRandom random) {
        stallNanos = Stalls.drawForCallback(random);
        throwing = random.nextInt(LaneContext.TASKS_PER_FAILURE) == 0;
        return this;
    }

    /** It does not throw. */
    TrackedTask calm() {
        throwing = false;
        return this;
    }

    /** It throws. */
    TrackedTask failing() {
        throwing = true;
        return this;
    }

    /** It does not stall. */
    TrackedTask brief() {
        stallNanos = 0;
        return this;
    }

    /** It is the next in this order. */
    TrackedTask in(OrderCheck order) {
        this.order = order;
        this.number = order.next();
        return this;
    }

    /** It must not run before this delay from now. */
    TrackedTask after(long nanos) {
        isDelayed = true;
        due = System.nanoTime() + nanos;
        return this;
    }

    /** Some thread is going to {@link #await} it. */
    TrackedTask awaited() {
        ran = new CountDownLatch(1);
        return this;
    }

    /** An interrupt may be meant for it. */
    void mayBeInterrupted() {
        mayBeInterrupted = true;
    }

    long number() {
        return number;
    }

    boolean isOver() {
        return outcome.get() != null;
    }

    boolean hasRun() {
        return was(Outcome.RAN);
    }

    boolean was(Outcome how) {
        return outcome.get() == how;
    }

    /** Waits until it has run; the watchdog notices if it never does. */
    void await() throws InterruptedException {
        Objects.requireNonNull(ran, "awaited() was not called").await();
    }

    final void end(Outcome how) {
        Outcome before = outcome.compareAndExchange(null, how);
        if (before == null) {
            context.ledger().ended(how);
        } else {
            context.violated("twice: %s comes to an end as \"%s\", after \"%s\"".formatted(this, how, before));
        }
    }

    @Override
    public final void run() {
        end(Outcome.RAN);
        Thread before = overlap.enter();
        try {
            if (order != null) {
                order.arrive(number);
            }
            if (isDelayed) {
                context.lookAtDate(this, due);
            }
            visit();
            stall();
        } finally {
            overlap.leave(before);
            if (ran != null) {
                ran.countDown();
            }
        }
        if (throwing) {
            context.ledger().thrown();
            throw new SeededFailure(toString(), this::hear);
        }
    }

    /** What else it does or checks in its run. */
    void visit() {}

    private void stall() {
        if (!Stalls.stall(stallNanos) && !mayBeInterrupted) {
            context.violated("interrupted for another: " + this);
        }
    }

    private void hear() {
        if (heard.compareAndSet(false, true)) {
            context.ledger().heard();
        }
    }

    @Override
    public final Long call() {
        run();
        return number;
    }

    @Override
    public String toString() {
        return order == null ? "a task" : "task " + number + " of " + order.name();
    }
}
