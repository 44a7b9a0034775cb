package dev.runloop.executors.confined;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.RunLoop;
import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.internal.Carriage;
import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.access.Carriages;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual thread on which a loop with confined threads makes its runs, carried by the loop's own thread as they are. When
 * a callback blocks, that thread is free for the confined ones: so a lock can be handed to any of them first.
 *
 * <p>The owner goes through {@link #step steps}: it does what the rider has asked it for, or else carries the rider on if
 * that can run, or else one confined thread, or else dozes. So confined threads are carried in two ways: as long as no
 * callback blocks, by the perform of their source, as often and in the modes that the loop wants; else at once.
 *
 * <p>Waits of the loop itself are made by the owner, at the rider's request, as are those of a loop without confined threads:
 * so a wake-up of the loop wakes the owner, and a timer costs no other thread.
 *
 * <p>Fields that are not volatile belong to the owner and the rider, of which only one runs at a time. Actions of a thread
 * that unblocks the rider happen-before what the rider does next, by {@code isReady}.
 */
final class LoopRider implements Carriage, Executor {
    private static final VarHandle CARRIERS =
            fieldVarHandle(lookup(), "carriers", VarHandle.class, LoopRider.class, List.class);

    private final Thread owner;
    private final VirtualThreadScheduling scheduling;
    private final Executor others; // where virtual threads run that callbacks have made
    private volatile List<Carrier> carriers = List.of(); // those with threads; never changed but by CAS
    private final Doze doze;
    private volatile boolean isReady; // the rider can run; set by anyone, cleared by the owner
    private volatile boolean isRiding; // written by both
    private @Nullable Thread rider;
    private @Nullable Runnable continuation; // of the rider, always the same
    private @Nullable Runnable work; // for the rider
    private @Nullable Runnable errand; // for the owner
    private @Nullable Throwable thrown; // by the work or the errand
    private boolean isInterrupted; // to be handed on from one to the other
    private boolean isWaiting; // the rider, for something that a confined thread does
    private boolean hasEnded;
    private boolean isOver; // the rider has nothing more to do
    private int next; // of the carriers

    private LoopRider(Thread owner, VirtualThreadScheduling scheduling) {
        this.owner = owner;
        this.scheduling = scheduling;
        this.others = scheduling.defaultScheduler();
        this.doze = new Doze(() -> LockSupport.unpark(owner));
    }

    /** That of a loop, made with its first factory of confined threads. */
    static LoopRider of(RunLoop loop, VirtualThreadScheduling scheduling) {
        return (LoopRider) Carriages.of(loop, () -> new LoopRider(Carriages.ownerOf(loop.thread()), scheduling));
    }

    // ---- anyone ----

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

    /** Whether the owner waits for something else than those whom it carries: it carries nobody meanwhile. */
    boolean isOwnerWaiting() {
        return owner.getState() != Thread.State.RUNNABLE && !doze.isDozing();
    }

    /** A carrier has threads from now on. */
    void add(Carrier carrier) {
        List<Carrier> present;
        List<Carrier> more;
        do {
            present = carriers;
            more = new ArrayList<>(present);
            more.remove(carrier);
            more.add(carrier);
        } while (!CARRIERS.compareAndSet(this, present, List.copyOf(more)));
    }

    /** It has none. */
    void remove(Carrier carrier) {
        List<Carrier> present;
        List<Carrier> less;
        do {
            present = carriers;
            less = new ArrayList<>(present);
            less.remove(carrier);
        } while (!CARRIERS.compareAndSet(this, present, List.copyOf(less)));
    }

    /** A confined thread can run. */
    void wake() {
        doze.wake();
    }

    /**
     * Called by the JDK: the rider can run, or a virtual thread that a callback has made, which inherits this. Those are not
     * confined, as they would not be if the callback ran on a platform thread.
     */
    @Override
    public void execute(Runnable task) {
        if (continuation == null) { // the start of the rider, by the owner
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
                            Failures.tell(owner.getUncaughtExceptionHandler(), thread, exception))
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
            rider().interrupt(); // an interrupt of the loop's own thread is meant for what the loop does
        }
        Runnable wanted = errand;
        if (wanted != null) {
            errand = null;
            run(wanted);
        } else if (isReady) {
            carryRider();
        } else if (!carryOne()) {
            doze();
        }
    }

    private void doze() {
        if (doze.begin(() -> isReady || hasWork())) {
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
        isReady = false; // before it runs, as it may be unblocked when it has hardly blocked
        Runnable present = continuation;
        if (present != null) {
            present.run();
        }
    }

    private boolean carryOne() {
        List<Carrier> present = carriers;
        for (int i = 0; i < present.size(); i++) {
            next = (next + 1) % present.size();
            if (present.get(next).carryMeanwhile()) {
                if (isWaiting) {
                    LockSupport.unpark(rider);
                }
                return true;
            }
        }
        return false;
    }

    private boolean hasWork() {
        for (Carrier carrier : carriers) {
            if (carrier.hasWork()) {
                return true;
            }
        }
        return false;
    }

    private void rethrow() {
        Throwable present = thrown;
        thrown = null;
        switch (present) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(present); // none, as the methods declare none
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
            Thread.interrupted(); // meant for a ride that is over
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
    @SuppressWarnings("ThreadPriorityCheck") // it has the owner run, and nobody else
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

    /** Waits, while confined threads are carried, and looks after each of them whether this holds. */
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
