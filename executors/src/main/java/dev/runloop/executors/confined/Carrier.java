package dev.runloop.executors.confined;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.Failures;
import dev.runloop.internal.MpscQueues;
import dev.runloop.internal.access.Carriages;
import dev.runloop.internal.trace.Callout;
import dev.runloop.internal.trace.LoopCounters;
import dev.runloop.internal.trace.Tracer;
import dev.runloop.internal.trace.WorkProbe;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries confined threads on the thread of a loop. To the loop this is a source: its queue holds the continuations that can
 * run, and each perform runs some of them, one at a time, each up to its next blocking point.
 *
 * <p>Nothing here takes a lock. A lock that both a confined thread and the loop's thread wait for can be handed to the
 * confined one, which could then only be carried by the thread that waits behind it.
 *
 * <p>Actions in a thread before it starts or unparks a confined thread happen-before what that thread does next, by way of
 * the queue. What one confined thread does happens-before what the next does, as both are carried by the same thread or by
 * its {@linkplain OutlivingThreads successor}.
 */
final class Carrier implements Source0.Callbacks, CarrierState.Carrying, WorkProbe {
    private static final VarHandle BEGUN =
            fieldVarHandle(lookup(), "begun", VarHandle.class, Carrier.class, long.class);

    private static final int MOST_AT_ONCE = 4096;
    private static final long MOST_NANOS_AT_ONCE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1); // of a loop that is pinned

    private final RunLoop loop;
    private final List<RunLoopMode> modes;
    private final LoopRider rider;
    private final Source0 source;
    private final Queue<Runnable> queue;
    private final CarrierState state = new CarrierState(this);
    private final AtomicInteger alive = new AtomicInteger(); // started and not ended
    private final LivingThreads living = new LivingThreads(); // belongs to the thread that carries or is carried
    private volatile @Nullable LoopCounters counters; // of the loop; null before it has been entered
    private volatile @Nullable Runnable carried; // at this moment; written by the thread that carries
    private long begun; // continuations carried; written opaquely by the thread that carries
    private boolean found; // the loop's thread: whether the last look has left some
    private final OutlivingThreads outliving;

    /** @throws RunLoopEndedException if the loop has ended */
    Carrier(RunLoop loop, LoopRider rider, List<RunLoopMode> modes, int order) {
        if (loop.hasEnded()) {
            throw new RunLoopEndedException(loop.thread());
        }
        this.loop = loop;
        this.rider = rider;
        this.modes = modes;
        this.source = Source0.create(order, this);
        this.queue = MpscQueues.forTasks(rider.owner());
        this.outliving = new OutlivingThreads(this, rider.owner(), state, queue);
    }

    RunLoop loop() {
        return loop;
    }

    List<RunLoopMode> modes() {
        return modes;
    }

    LivingThreads living() {
        return living;
    }

    /** How many threads have started and not ended. */
    int aliveCount() {
        return alive.get();
    }

    boolean hasLoopEnded() {
        return state.hasLoopEnded();
    }

    // ---- any thread ----

    /** A thread is about to start; false if the loop has ended. */
    boolean admit() {
        alive.incrementAndGet();
        state.enter();
        if (state.hasLoopEnded()) {
            alive.decrementAndGet();
            return false;
        }
        return true;
    }

    /** An admitted thread is no longer alive. */
    void dismiss() {
        alive.decrementAndGet();
    }

    /** Queues something to run where the threads are carried; never runs it here and now. */
    void carry(Runnable continuation) {
        queue.offer(continuation);
        state.wake();
        rider.wake();
    }

    /** Reports an uncaught exception. */
    void report(Thread thread, Throwable exception) {
        UncaughtExceptionHandler handler = loop.exceptionHandler().orElse(null);
        if (handler == null) {
            handler = loop.thread().getUncaughtExceptionHandler(); // null if it has ended
        }
        Failures.report(handler, thread, exception);
    }

    // ---- the loop's thread, in a pass ----

    @Override
    public void perform() {
        if (Carriages.isAboutToRide(loop)) {
            source.signalAndWakeUp(); // a callback that blocks in this pass would keep them from being carried
            return;
        }
        boolean interrupted = Thread.interrupted(); // a mounted thread would clear it
        boolean more = true; // also if an exception is thrown
        try {
            more = carrySome(MOST_AT_ONCE, MOST_NANOS_AT_ONCE);
        } finally {
            if (more) {
                source.signalAndWakeUp();
            } else if (!isNeeded()) {
                state.leave();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs what is queued, within limits. Returns whether there may be more. */
    boolean carrySome(int most, long mostNanos) {
        if (!rider.isCurrent()) {
            return carrySomeHere(most, mostNanos);
        }
        if (!rider.dismount(() -> found = carrySomeHere(most, mostNanos))) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = true;
        }
        return found;
    }

    private boolean carrySomeHere(int most, long mostNanos) {
        LoopCounters present = counters;
        Tracer tracer = present == null ? null : present.tracer();
        long start = System.nanoTime();
        long now = start;
        for (int count = 0; count < most && now - start <= mostNanos; count++) {
            Runnable continuation = queue.poll();
            if (continuation == null) {
                return false;
            }
            if (tracer == null) {
                mount(continuation);
                now = System.nanoTime();
            } else {
                now = mountTraced(continuation, tracer, now);
            }
        }
        return true;
    }

    private long mountTraced(Runnable continuation, Tracer tracer, long start) {
        Runnable body = living.body(continuation, aliveCount()); // the continuation itself before its first turn
        tracer.calls(Callout.CONFINED_THREAD, body);
        mount(continuation);
        long now = System.nanoTime();
        tracer.called(Callout.CONFINED_THREAD, body, start, now);
        return now;
    }

    /** Runs one, visibly to other threads while it runs. */
    private void mount(Runnable continuation) {
        BEGUN.setOpaque(this, begun + 1);
        carried = continuation;
        try {
            continuation.run();
        } finally {
            carried = null;
        }
    }

    /** The owner, while a callback of the loop blocks: carries one if one can run. Returns whether it has. */
    boolean carryMeanwhile() {
        Runnable continuation = queue.poll();
        if (continuation == null) {
            return false;
        }
        carried = continuation;
        try {
            continuation.run();
        } catch (Throwable e) {
            report(Thread.currentThread(), e);
        } finally {
            carried = null;
        }
        return true;
    }

    /**
     * Carries outside of any pass, for all these carriers of one loop, until a condition holds, which is checked whenever
     * the loop's thread is unparked.
     */
    static void carryUntil(List<Carrier> carriers, BooleanSupplier done) {
        if (!carriers.isEmpty() && carriers.getFirst().rider.isCurrent()) {
            carriers.getFirst().rider.waitUntil(done);
            return;
        }
        boolean interrupted = Thread.interrupted();
        carriers.forEach(carrier -> carrier.state.beginHelping());
        try {
            while (!done.getAsBoolean()) {
                boolean idle = true;
                for (Carrier carrier : carriers) {
                    idle &= !carrier.carryOne();
                }
                if (idle) {
                    LockSupport.park(carriers);
                }
                interrupted |= Thread.interrupted();
            }
        } finally {
            carriers.forEach(carrier -> carrier.state.endHelping());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean carryOne() {
        Runnable continuation = queue.poll();
        if (continuation == null) {
            return false;
        }
        mount(continuation);
        return true;
    }

    // ---- diagnostics, any thread ----

    @Override
    public void attach(LoopCounters counters) {
        this.counters = counters;
    }

    @Override
    public long begun() {
        return (long) BEGUN.getOpaque(this);
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public @Nullable Thread carriedThread() {
        Runnable continuation = carried;
        return continuation == null || rider.isHeldUp() ? null : living.thread(continuation, aliveCount());
    }

    @Override
    public List<Thread> starvedThreads() {
        return hasWork() && rider.isOwnerWaiting() ? living.ableToRun(aliveCount()) : List.of();
    }

    // ---- the end of the loop ----

    /** The source has left a mode, by {@link #leaveLoop} or because the loop has ended. */
    @Override
    public void cancel(RunLoop from, RunLoopMode mode) {
        if (from.hasEnded()) {
            loopHasEnded();
        }
    }

    private void loopHasEnded() {
        if (!state.end()) {
            return;
        }
        if (loop.isCurrent()) {
            outliving.carryForTheLastTime();
        } else if (isNeeded()) {
            outliving.startSuccessor();
        } else {
            state.rest();
        }
    }

    @Override
    public void startSuccessor() {
        outliving.startSuccessor();
    }

    // ---- for CarrierState ----

    @Override
    public boolean hasWork() {
        return !queue.isEmpty();
    }

    @Override
    public boolean isNeeded() {
        return alive.get() != 0 || hasWork();
    }

    @Override
    public void enterLoop() {
        try {
            rider.carriers().add(this);
            modes.forEach(mode -> loop.add(source, mode));
        } catch (RunLoopEndedException e) {
            loopHasEnded();
        }
    }

    @Override
    public void leaveLoop() {
        modes.forEach(mode -> loop.remove(source, mode));
        rider.carriers().remove(this);
    }

    @Override
    public void signal() {
        source.signalAndWakeUp();
    }

    @Override
    public void wakeHelper() {
        LockSupport.unpark(rider.owner());
    }
}
