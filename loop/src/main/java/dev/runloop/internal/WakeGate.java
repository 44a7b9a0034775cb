package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Decides whether the loop may sleep and who must wake it.
 *
 * <p>The loop announces that it is going to sleep, looks once more for work, and only then waits. A producer makes its
 * work visible first and looks at the announcement second. Both accesses of each side are sequentially consistent, so
 * whatever the interleaving one of the two sees the other: no wake-up is lost, and a loop that is awake costs its
 * producers no system call.
 *
 * <pre>
 *   loop:      state |= ASLEEP;  inbox.isEmpty()?  wait
 *   producer:  inbox.offer(x);   state has ASLEEP? clear it and end the wait
 * </pre>
 *
 * <p>The look at the inbox must find all that has been offered by those who look at the announcement next, also behind
 * an offer that is half-finished.
 *
 * <p>On top of this stands CFRunLoop's wake-up flag. A <em>wake-up</em> is remembered until a pass serves it, but only
 * while the loop accepts wake-ups: from the beginning of a pass until its wait is over. Otherwise it is dropped, for
 * the pass that follows looks at everything anyway. A <em>nudge</em> is not remembered: it only makes a sleeping loop
 * look at its inbox, and no one can tell that from a loop that slept on.
 *
 * <p>Before it announces anything the loop may look round for a while, some 20 microseconds at most: at its inbox, and at
 * what else its {@linkplain WaitStrategy#hasCome wait} would end for. Where work comes in a stream or back and forth, a
 * sleep and a wake-up cost more than that. It does so only as long as its last sleeps were brief, so an idle loop sleeps at
 * once, and not on a machine with a single processor.
 *
 * <p>{@link #wake}, {@link #nudge}, {@link #nudgeIfLaterThan}, {@link #isAsleep} and {@link #sleeps} are for everyone, the rest
 * belongs to the loop's thread.
 */
public final class WakeGate {
    private static final int ACCEPTING = 1;
    private static final int WOKEN = 1 << 1;
    private static final int ASLEEP = 1 << 2;
    private static final int TIMED = 1 << 3;

    private static final VarHandle STATE = fieldVarHandle(lookup(), "state", VarHandle.class, WakeGate.class, int.class);
    private static final VarHandle SLEEPS = fieldVarHandle(lookup(), "sleeps", VarHandle.class, WakeGate.class, long.class);

    /** What the loop looks at before it sleeps. */
    @FunctionalInterface
    public interface Inbox {
        /** Whether nothing is there: no offer that has been made, and looks at the gate next. */
        boolean isEmpty();
    }

    private WaitStrategy waiting; // the loop's; others read it after an announcement that it was written before
    private final Inbox inbox;
    private final SleepLog log;
    private volatile int state; // ACCEPTING, TIMED: the loop; WOKEN, ASLEEP: set and cleared by both sides
    private volatile long wakeBy; // written by the loop before it announces a TIMED sleep
    private int spins; // of an AdaptiveSpin; the loop's
    private long sleeps; // counted by the loop, opaque

    /** A gate for the thread that waits by {@code waiting} unless {@code inbox} has something for it. */
    public WakeGate(WaitStrategy waiting, Inbox inbox) {
        this(waiting, inbox, SleepLog.NONE);
    }

    /** A gate that tells {@code log} of each sleep, which it times in any case. */
    public WakeGate(WaitStrategy waiting, Inbox inbox, SleepLog log) {
        this.waiting = waiting;
        this.inbox = inbox;
        this.log = log;
    }

    /**
     * Wakes the loop: ends the wait it is in, or else the next one of a pass that has begun. Several wake-ups before
     * the loop serves them are one; where no pass would serve it, it is dropped.
     *
     * <p>Actions in a thread before {@code wake()} happen-before the end of the wait that it ends, and before the next
     * pass of the loop if it is dropped.
     */
    public void wake() {
        int seen = state;
        while ((seen & ACCEPTING) != 0 && (seen & WOKEN) == 0) {
            demandRoomToWake(seen);
            int witness = (int) STATE.compareAndExchange(this, seen, (seen | WOKEN) & ~ASLEEP);
            if (witness == seen) {
                endWaitOf(seen);
                return;
            }
            seen = witness;
        }
    }

    /**
     * Makes a sleeping loop look at its inbox.
     *
     * <p>What a thread offered to the inbox before {@code nudge()} is seen by the loop before it sleeps on.
     */
    public void nudge() {
        int seen = state;
        if ((seen & ASLEEP) != 0) {
            demandRoomToWake(seen);
            endWaitOf((int) STATE.getAndBitwiseAnd(this, ~ASLEEP));
        }
    }

    /** Like {@link #nudge}, but leaves a loop alone that will wake up no later than {@code deadline} by itself. */
    public void nudgeIfLaterThan(long deadline) {
        int seen = state;
        if ((seen & ASLEEP) != 0 && ((seen & TIMED) == 0 || wakeBy - deadline > 0)) {
            nudge();
        }
    }

    /** A sleeper that is no longer said to sleep, but was not woken for want of stack, would sleep for ever. */
    private static void demandRoomToWake(int seen) {
        if ((seen & ASLEEP) != 0) {
            StackRoom.demandToWake();
        }
    }

    private void endWaitOf(int before) {
        if ((before & ASLEEP) != 0) {
            waiting.endWait();
        }
    }

    /** Whether the loop sleeps, or is about to. */
    public boolean isAsleep() {
        return (state & ASLEEP) != 0;
    }

    /**
     * Begins to accept wake-ups. What a producer published before a wake-up that was dropped is seen by the looks that
     * follow this call: either the producer saw the gate accepting, or it had published before.
     */
    public void accept() {
        STATE.getAndBitwiseOr(this, ACCEPTING);
    }

    /** Stops accepting wake-ups. One that is remembered stays. */
    public void ignore() {
        STATE.getAndBitwiseAnd(this, ~ACCEPTING);
    }

    /** Whether wake-ups are accepted now. */
    public boolean isAccepting() {
        return (state & ACCEPTING) != 0;
    }

    /** Whether a wake-up is waiting to be served. */
    public boolean isWoken() {
        return (state & WOKEN) != 0;
    }

    /** Serves the wake-up that is remembered, if one is, by forgetting it; and stops accepting others. */
    public void serve() {
        STATE.getAndBitwiseAnd(this, ~(ACCEPTING | WOKEN));
    }

    /** Sleeps until woken, nudged, or for no reason at all; not at all if there is something to look at. */
    public void sleep() {
        if (!hasComeSoon() && announced(ASLEEP)) {
            long start = System.nanoTime();
            log.sleeps(start);
            waiting.await();
            learnFrom(start);
        }
        STATE.getAndBitwiseAnd(this, ~ASLEEP);
    }

    /** Like {@link #sleep}, and no longer than until {@code deadline}. */
    public void sleepUntil(long deadline) {
        wakeBy = deadline;
        if (!hasComeSoon() && announced(ASLEEP | TIMED)) {
            long start = System.nanoTime();
            log.sleeps(start);
            waiting.awaitUntil(deadline);
            learnFrom(start);
        }
        STATE.getAndBitwiseAnd(this, ~(ASLEEP | TIMED));
    }

    /** The loop, within its wait: what it has found there ends its sleep. */
    public void rise() {
        STATE.getAndBitwiseAnd(this, ~ASLEEP);
    }

    /** Spins for something to look at, as long as it has paid lately. */
    private boolean hasComeSoon() {
        int cost = waiting.costOfLook();
        for (int i = spins; i > 0; i -= cost) {
            if (isWoken() || !inbox.isEmpty() || waiting.hasCome()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void learnFrom(long start) {
        long now = System.nanoTime();
        log.wakes(start, now);
        spins = AdaptiveSpin.afterSleep(spins, now - start);
    }

    private boolean announced(int sleep) {
        int before = (int) STATE.getAndBitwiseOr(this, sleep);
        if ((before & WOKEN) != 0 || !inbox.isEmpty()) {
            return false;
        }
        SLEEPS.setOpaque(this, sleeps + 1);
        return true;
    }

    /** Has the loop wait in another way from now on. */
    public void waitBy(WaitStrategy waiting) {
        this.waiting = waiting;
    }

    /**
     * Before anybody else knows this gate: the loop's thread has not been started, and the first thread that would end its sleep starts
     * it; that is one, as with any sleep. A wake-up is not remembered yet.
     *
     * @param start its {@link WaitStrategy#endWait} starts the thread
     */
    public void sleepsUntilStarted(WaitStrategy start) {
        waiting = start;
        state = ASLEEP;
    }

    /** The loop's thread, before it does anything else: it has been started, and will wait in this way. */
    public void hasStarted(WaitStrategy waiting) {
        this.waiting = waiting;
        rise();
    }

    /** How often the loop has gone to sleep. */
    public long sleeps() {
        return (long) SLEEPS.getOpaque(this);
    }
}
