package dev.runloop.bench.soak;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that is handed to a loop. It comes to one {@link Outcome}, and says so if it comes to a second one.
 * When it runs it looks whether it may: whether it is its turn, not too early, and alone. It may stall, and throw.
 *
 * <p>It is prepared by one thread before it is handed over; the rest is thread-safe.
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

    /** Draws whether it stalls and how long, and whether it throws. */
    TrackedTask drawn(SplittableRandom random) {
        stallNanos = Stalls.drawForCallback(random);
        throwing = random.nextInt(LaneContext.TASKS_PER_FAILURE) == 0;
        return this;
    }

    /** It does not throw, whatever was drawn. */
    TrackedTask calm() {
        throwing = false;
        return this;
    }

    /** It throws, whatever was drawn. */
    TrackedTask failing() {
        throwing = true;
        return this;
    }

    /** It does not stall, whatever was drawn. */
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

    /** It is not to run before this much time has passed from now on. */
    TrackedTask after(long nanos) {
        isDelayed = true;
        due = System.nanoTime() + nanos;
        return this;
    }

    /** Somebody is going to {@link #await} it. */
    TrackedTask awaited() {
        ran = new CountDownLatch(1);
        return this;
    }

    /** From now on an interrupt may be meant for it. */
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

    /** Waits until it has run, for ever if need be: the watchdog sees that. */
    void await() throws InterruptedException {
        Objects.requireNonNull(ran, "awaited() was not called").await();
    }

    /** It comes to an end. */
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

    /** What else is to be done or looked at in its run. */
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
