package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is told when something becomes ready: the thread that waits for it, those who asked for an event, or
 * nobody.
 *
 * <p>A thread that wants to be told announces that first and looks second. A thread that makes it ready does that first and looks
 * at the announcement second. All these accesses are sequentially consistent, so one of the two sees the other, and a
 * producer that nobody waits for pays for two volatile reads.
 *
 * <pre>
 *   consumer:  arm(), or await() notes its thread;  ready?  else wait
 *   producer:  make it ready;  signal(): a thread? unpark it;  armed? an event is due
 * </pre>
 *
 * <p>Actions in a thread before it made something ready happen-before the return of the {@code await} that saw it, by
 * way of the volatile variable that the look is a look at. Thread-safe; one thread at a time may wait.
 */
public final class ReadyEventCount {
    private static final VarHandle WAITER = fieldVarHandle(lookup(), "waiter", VarHandle.class, ReadyEventCount.class, Thread.class);

    /** How a thread is put to sleep and woken; as {@link LockSupport} does it, but for tests. */
    public interface Parking {
        /** Puts the calling thread to sleep, until woken or for no reason. */
        void park();

        /** Wakes a thread, or has its next {@link #park()} return at once. */
        void unpark(Thread thread);
    }

    private static final Parking PARKING = new Parking() {
        @Override
        public void park() {
            LockSupport.park(this);
        }

        @Override
        public void unpark(Thread thread) {
            LockSupport.unpark(thread);
        }
    };

    private final Parking parking;
    private volatile boolean armed; // set by those who want an event
    private volatile @Nullable Thread waiter; // set by the thread itself, by CAS

    /** A gate at which nobody waits, and that is not armed. */
    public ReadyEventCount() {
        this(PARKING);
    }

    /** A gate whose threads wait in a certain way. */
    public ReadyEventCount(Parking parking) {
        this.parking = parking;
    }

    /** Asks for an event. What is ready already does not cause one: look after this. */
    public void arm() {
        armed = true;
    }

    /** Asks for no event any more. */
    public void disarm() {
        armed = false;
    }

    /** Whether an event is asked for. */
    public boolean isArmed() {
        return armed;
    }

    /**
     * Waits until {@code ready}, which has to be announced. An interrupt does not end the wait, and is seen again after
     * it.
     *
     * @throws IllegalStateException if another thread waits
     */
    public void await(BooleanSupplier ready) {
        Thread self = Thread.currentThread();
        if (!WAITER.compareAndSet(this, null, self)) {
            throw new IllegalStateException("another thread waits already: " + waiter);
        }
        boolean interrupted = false;
        try {
            while (!ready.getAsBoolean()) {
                parking.park();
                interrupted |= Thread.interrupted(); // else the next park would not wait
            }
        } finally {
            waiter = null;
            if (interrupted) {
                self.interrupt();
            }
        }
    }

    /** It has become ready: ends a wait for that, and answers whether an event is due. */
    public boolean signal() {
        Thread waiting = waiter;
        if (waiting != null) {
            parking.unpark(waiting);
        }
        return armed;
    }
}
