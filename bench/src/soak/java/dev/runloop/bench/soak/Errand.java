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
class Errand implements Runnable, Callable<Long> {
    private final Site site;
    private final Residence residence;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final AtomicBoolean heard = new AtomicBoolean();
    private long stallNanos;
    private boolean throwing;
    private @Nullable Line line;
    private long number;
    private boolean isDelayed;
    private volatile long due; // by System.nanoTime, if it is delayed; it may be moved
    private @Nullable CountDownLatch ran;
    private volatile boolean mayBeInterrupted;

    Errand(Site site, Residence residence) {
        this.site = site;
        this.residence = residence;
    }

    /** Draws whether it stalls and how long, and whether it throws. */
    Errand drawn(SplittableRandom random) {
        stallNanos = Stalls.drawForCallback(random);
        throwing = random.nextInt(Site.ERRANDS_A_FAILURE) == 0;
        return this;
    }

    /** It does not throw, whatever was drawn. */
    Errand calm() {
        throwing = false;
        return this;
    }

    /** It throws, whatever was drawn. */
    Errand failing() {
        throwing = true;
        return this;
    }

    /** It does not stall, whatever was drawn. */
    Errand brief() {
        stallNanos = 0;
        return this;
    }

    /** It is the next of this line. */
    Errand in(Line line) {
        this.line = line;
        this.number = line.next();
        return this;
    }

    /** It is not to run before this much time has passed from now on. */
    Errand after(long nanos) {
        isDelayed = true;
        due = System.nanoTime() + nanos;
        return this;
    }

    /** Somebody is going to {@link #await} it. */
    Errand awaited() {
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
            site.ledger().ended(how);
        } else {
            site.violated("twice: %s comes to an end as \"%s\", after \"%s\"".formatted(this, how, before));
        }
    }

    @Override
    public final void run() {
        end(Outcome.RAN);
        Thread before = residence.enter();
        try {
            if (line != null) {
                line.arrive(number);
            }
            if (isDelayed) {
                site.lookAtDate(this, due);
            }
            visit();
            stall();
        } finally {
            residence.leave(before);
            if (ran != null) {
                ran.countDown();
            }
        }
        if (throwing) {
            site.ledger().thrown();
            throw new SeededFailure(toString(), this::hear);
        }
    }

    /** What else is to be done or looked at in its run. */
    void visit() {}

    private void stall() {
        if (!Stalls.stall(stallNanos) && !mayBeInterrupted) {
            site.violated("interrupted for another: " + this);
        }
    }

    private void hear() {
        if (heard.compareAndSet(false, true)) {
            site.ledger().heard();
        }
    }

    @Override
    public final Long call() {
        run();
        return number;
    }

    @Override
    public String toString() {
        return line == null ? "an errand" : "errand " + number + " of " + line.name();
    }
}
