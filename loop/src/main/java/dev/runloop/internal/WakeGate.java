package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;

/**
 * Decides whether the loop may sleep and which producer must wake it.
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
 * <p>The look at the inbox must find everything offered by a producer that looks at the announcement afterwards, even behind
 * an offer that is still in progress.
 *
 * <p>CFRunLoop's wake-up flag is built on this. A <em>wake-up</em> is remembered until a pass serves it, but only while the
 * loop accepts wake-ups: from the beginning of a pass until its wait is over. Otherwise it is dropped, since the pass that
 * follows looks at everything anyway. A <em>nudge</em> is not remembered: it only makes a sleeping loop look at its inbox,
 * which cannot be told from a loop that slept on.
 *
 * <p>Before it announces its sleep, the loop {@linkplain AdaptiveSpin spins}: it polls its inbox, and whatever else would
 * {@linkplain WaitStrategy#hasCome end its wait}. An idle loop sleeps at once.
 *
 * <p>{@link #wake}, {@link #nudge}, {@link #nudgeIfLaterThan}, {@link #isAsleep} and {@link #sleeps} are thread-safe; the rest is
 * for the loop's thread.
 */
public final class WakeGate {
    private static final int ACCEPTING = 1;
    private static final int WOKEN = 1 << 1;
    private static final int ASLEEP = 1 << 2;
    private static final int TIMED = 1 << 3;

    private static final VarHandle STATE =
            fieldVarHandle(lookup(), "state", VarHandle.class, WakeGate.class, int.class);
    private static final VarHandle SLEEPS =
            fieldVarHandle(lookup(), "sleeps", VarHandle.class, WakeGate.class, long.class);

    /** Where the loop looks for work before it sleeps. */
    @FunctionalInterface
    public interface Inbox {
        /** Whether there is nothing: no offer whose producer will look at the gate next. */
        boolean isEmpty();
    }

    private WaitStrategy waiting; // by the loop; others read it after an announcement that it precedes
    private final Inbox inbox;
    private final SleepLog log;
    private volatile int state; // ACCEPTING, TIMED: by the loop; WOKEN, ASLEEP: by both sides
    private volatile long wakeBy; // by the loop, before it announces a TIMED sleep
    private int spins; // an AdaptiveSpin; by the loop
    private long sleeps; // by the loop, opaquely

    /** A gate for a thread that waits by {@code waiting} unless {@code inbox} has work for it. */
    public WakeGate(WaitStrategy waiting, Inbox inbox) {
        this(waiting, inbox, SleepLog.NONE);
    }

    /** A gate that reports its sleeps to {@code log}. */
    public WakeGate(WaitStrategy waiting, Inbox inbox, SleepLog log) {
        this.waiting = waiting;
        this.inbox = inbox;
        this.log = log;
    }

    /**
     * Wakes the loop: ends the wait it is in, or else the next one of a pass that has begun. Several wake-ups
     * before the loop serves them count as one; one that no pass would serve is dropped.
     *
     * <p>Actions in a thread before {@code wake()} happen-before the end of the wait that it ends, or before the next pass
     * of the loop if it is dropped.
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

    /** Like {@link #nudge}, unless the loop will wake up by itself no later than {@code deadline}. */
    public void nudgeIfLaterThan(long deadline) {
        int seen = state;
        if ((seen & ASLEEP) != 0 && ((seen & TIMED) == 0 || wakeBy - deadline > 0)) {
            nudge();
        }
    }

    /** If the stack overflowed between the end of the announcement and that of the wait, the loop would sleep forever. */
    private static void demandRoomToWake(int seen) {
        if ((seen & ASLEEP) != 0) {
            StackRoom.ensureToWake();
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
     * Begins to accept wake-ups. Whatever looks at the inbox after this call sees what a producer published before a dropped
     * wake-up: either the producer saw the gate accepting, or it had published before.
     */
    public void accept() {
        STATE.getAndBitwiseOr(this, ACCEPTING);
    }

    /** Stops accepting wake-ups. A remembered one stays. */
    public void ignore() {
        STATE.getAndBitwiseAnd(this, ~ACCEPTING);
    }

    /** Whether wake-ups are accepted now. */
    public boolean isAccepting() {
        return (state & ACCEPTING) != 0;
    }

    /** Whether a wake-up is remembered. */
    public boolean isWoken() {
        return (state & WOKEN) != 0;
    }

    /** Forgets a remembered wake-up, which is now served, and stops accepting others. */
    public void serve() {
        STATE.getAndBitwiseAnd(this, ~(ACCEPTING | WOKEN));
    }

    /** Sleeps until woken or nudged, or spuriously not so long; not at all if there is work. */
    public void sleep() {
        if (!spinForWork() && announced(ASLEEP)) {
            long start = System.nanoTime();
            log.sleeps(start);
            waiting.await();
            learnFrom(start);
        }
        STATE.getAndBitwiseAnd(this, ~ASLEEP);
    }

    /** Like {@link #sleep}, but until {@code deadline} at the latest. */
    public void sleepUntil(long deadline) {
        wakeBy = deadline;
        if (!spinForWork() && announced(ASLEEP | TIMED)) {
            long start = System.nanoTime();
            log.sleeps(start);
            waiting.awaitUntil(deadline);
            learnFrom(start);
        }
        STATE.getAndBitwiseAnd(this, ~(ASLEEP | TIMED));
    }

    /** For the loop within its wait: ends the sleep, as it has found something there. */
    public void rise() {
        STATE.getAndBitwiseAnd(this, ~ASLEEP);
    }

    /** Spins until there is work. Returns whether there is. */
    private boolean spinForWork() {
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

    /** Changes how the loop waits. */
    public void waitBy(WaitStrategy waiting) {
        this.waiting = waiting;
    }

    /**
     * Before the gate is published: makes a loop whose thread has not been started look asleep. The first thread to end that
     * sleep starts it; as with any sleep, there is exactly one. Wake-ups are not remembered yet.
     *
     * @param start its {@link WaitStrategy#endWait} starts the thread
     */
    public void sleepsUntilStarted(WaitStrategy start) {
        waiting = start;
        state = ASLEEP;
    }

    /** For the loop's thread, first of all: it has been started, and waits by {@code waiting}. */
    public void hasStarted(WaitStrategy waiting) {
        this.waiting = waiting;
        rise();
    }

    /** How often the loop has gone to sleep. */
    public long sleeps() {
        return (long) SLEEPS.getOpaque(this);
    }
}
