package dev.runloop.executors.confined;

import dev.runloop.RunLoop;
import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.internal.Carriage;
import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.access.Carriages;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual thread on which a loop with confined threads makes its runs. The loop's own thread, the <em>owner</em>,
 * carries it like the confined threads. When a callback blocks, the owner is free to carry confined threads, so it does not
 * matter which of them a lock is handed to first.
 *
 * <p>The owner proceeds in {@linkplain #step steps}. In each it does the first of these that applies: what the rider has
 * asked for, carrying the rider, carrying one confined thread, dozing. So there are two ways in which confined threads are
 * carried: while no callback blocks, by the perform of their source, at the pace and in the modes of the loop; otherwise at
 * once.
 *
 * <p>The loop's own waits are made by the owner at the rider's request, and so like those of any loop: a wake-up wakes the
 * owner, and a timer involves no other thread.
 *
 * <p>Non-volatile fields belong to owner and rider, only one of which runs at a time. Actions of a thread that unblocks the
 * rider happen-before what the rider does next, by way of {@code isReady}.
 */
final class LoopRider implements Carriage, Executor {
    private final Thread owner;
    private final VirtualThreadScheduling scheduling;
    private final Executor others; // runs the virtual threads that callbacks create
    private final ActiveCarriers carriers = new ActiveCarriers();
    private final Doze doze;
    private volatile boolean isReady; // the rider can run; set by any thread, cleared by the owner
    private volatile boolean isRiding; // written by both
    private @Nullable Thread rider;
    private @Nullable Runnable continuation; // the rider's, always the same
    private @Nullable Runnable work; // for the rider
    private @Nullable Runnable errand; // for the owner
    private @Nullable Throwable thrown; // by work or errand
    private boolean isInterrupted; // passed from one to the other
    private boolean isWaiting; // the rider waits for something that a confined thread does
    private boolean hasEnded;
    private boolean isOver; // the rider has nothing more to do

    private LoopRider(Thread owner, VirtualThreadScheduling scheduling) {
        this.owner = owner;
        this.scheduling = scheduling;
        this.others = scheduling.defaultScheduler();
        this.doze = new Doze(() -> LockSupport.unpark(owner));
    }

    /** The rider of a loop, created with its first factory of confined threads. */
    static LoopRider of(RunLoop loop, VirtualThreadScheduling scheduling) {
        return (LoopRider) Carriages.of(loop, () -> new LoopRider(Carriages.ownerOf(loop.thread()), scheduling));
    }

    // ---- any thread ----

    /** The loop's own thread, which carries. */
    Thread owner() {
        return owner;
    }

    boolean isCurrent() {
        return Thread.currentThread() == rider;
    }

    /** Whether a callback blocks. */
    boolean isHeldUp() {
        return isRiding && !isReady;
    }

    /** Whether the owner waits for something other than the threads it carries, and so carries none. */
    boolean isOwnerWaiting() {
        return owner.getState() != Thread.State.RUNNABLE && !doze.isDozing();
    }

    ActiveCarriers carriers() {
        return carriers;
    }

    /** A confined thread can run. */
    void wake() {
        doze.wake();
    }

    /**
     * Called by the JDK: the rider can run, or a virtual thread that a callback has created and that has inherited this
     * scheduler. Such threads are not confined, just as if the callback ran on a platform thread.
     */
    @Override
    public void execute(Runnable task) {
        if (continuation == null) { // the owner starts the rider
            continuation = task;
        }
        if (task == continuation) {
            isReady = true;
            doze.wake();
        } else {
            others.execute(task);
        }
    }

    // ---- the owner ----

    @Override
    public Thread rider() {
        Thread present = rider;
        if (present == null) {
            present = scheduling
                    .builder(this)
                    .name(owner.getName())
                    .uncaughtExceptionHandler((thread, exception) ->
                            Failures.report(owner.getUncaughtExceptionHandler(), thread, exception))
                    .unstarted(this::live);
            rider = present;
        }
        return present;
    }

    @Override
    public void ride(Runnable work) {
        this.work = work;
        isInterrupted = Thread.interrupted();
        isRiding = true;
        resume(rider());
        while (isRiding) {
            step();
        }
        if (isInterrupted) {
            owner.interrupt();
        }
        rethrow();
    }

    private void resume(Thread rider) {
        if (continuation == null) {
            rider.start();
        } else {
            LockSupport.unpark(rider);
        }
    }

    private void step() {
        if (Thread.interrupted()) {
            rider().interrupt(); // an interrupt of the loop's own thread is for what the loop does
        }
        Runnable wanted = errand;
        if (wanted != null) {
            errand = null;
            run(wanted);
        } else if (isReady) {
            carryRider();
        } else if (!carriers.carryOne()) {
            doze();
        } else if (isWaiting) {
            LockSupport.unpark(rider); // which may wait for what this thread has done
        }
    }

    private void doze() {
        if (doze.begin(() -> isReady || carriers.haveWork())) {
            LockSupport.park(this);
        }
        doze.end();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            thrown = e;
        }
    }

    private void carryRider() {
        isReady = false; // before it runs, as it may be unblocked as soon as it blocks
        Runnable present = continuation;
        if (present != null) {
            present.run();
        }
    }

    private void rethrow() {
        Throwable present = thrown;
        thrown = null;
        switch (present) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(present); // cannot happen: the methods declare none
        }
    }

    @Override
    public @Nullable Thread end() {
        Thread present = rider;
        if (continuation == null) {
            return present; // it has never run
        }
        hasEnded = true;
        LockSupport.unpark(present);
        if (Thread.currentThread() == owner) {
            carryToEnd();
        } else {
            LibraryThreads.startDaemon(owner.getName() + "-remains", this::carryToEnd);
        }
        return present;
    }

    private void carryToEnd() {
        while (!isOver && isReady) {
            carryRider();
        }
    }

    // ---- the rider ----

    private void live() {
        while (!hasEnded) {
            Runnable present = work;
            if (present != null) {
                work = null;
                ride(rider(), present);
            }
            LockSupport.park(this);
            Thread.interrupted(); // for a ride that is over
        }
        isOver = true;
    }

    private void ride(Thread self, Runnable work) {
        if (isInterrupted) {
            self.interrupt();
        }
        run(work);
        isInterrupted = Thread.interrupted();
        isRiding = false;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yields to the owner, and to no other thread
    public boolean dismount(Runnable errand) {
        if (!isCurrent()) {
            return false;
        }
        this.errand = errand;
        Thread.yield();
        if (this.errand != null) { // pinned
            this.errand = null;
            return false;
        }
        rethrow();
        return true;
    }

    /** Waits until a condition holds, while confined threads are carried; checks it after each. */
    void waitUntil(BooleanSupplier done) {
        if (!dismount(() -> {})) {
            throw new IllegalStateException("native code or a class initializer on the stack of \"" + owner.getName()
                    + "\" keeps its confined threads from being carried");
        }
        boolean interrupted = Thread.interrupted();
        boolean wasWaiting = isWaiting;
        isWaiting = true;
        try {
            while (!done.getAsBoolean()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            isWaiting = wasWaiting;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
