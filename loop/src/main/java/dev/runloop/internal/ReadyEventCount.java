package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when something becomes ready: unpark the thread that waits for it, deliver an event, or neither.
 *
 * <p>A consumer announces its interest first and checks second. A producer makes it ready first and looks for the announcement
 * second. All these accesses are sequentially consistent, so one of the two sees the other, and without interest a producer
 * pays for two volatile reads.
 *
 * <pre>
 *   consumer:  arm(), or await() stores its thread;  ready?  else wait
 *   producer:  make it ready;  signal(): a thread? unpark it;  armed? an event is due
 * </pre>
 *
 * <p>Actions in a thread before it made something ready happen-before the return of the {@code await} that saw it, by way of
 * the volatile variable that {@code ready} reads. Thread-safe; one thread at a time may wait.
 */
public final class ReadyEventCount {
    private static final VarHandle WAITER =
            fieldVarHandle(lookup(), "waiter", VarHandle.class, ReadyEventCount.class, Thread.class);

    /** How threads park and unpark: by {@link LockSupport}, except in tests. */
    interface Parking {
        /** Parks the calling thread; may return spuriously. */
        void park();

        /** Unparks a thread, or makes its next {@link #park()} return at once. */
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
    private volatile boolean armed; // by threads that want an event
    private volatile @Nullable Thread waiter; // set by the thread itself, by CAS; null while none waits

    /** Not armed, and without a waiting thread. */
    public ReadyEventCount() {
        this(PARKING);
    }

    /** Not armed, and without a waiting thread, which would wait by {@code parking}. */
    ReadyEventCount(Parking parking) {
        this.parking = parking;
    }

    /** Requests an event. What is ready already does not cause one, so check after this. */
    public void arm() {
        armed = true;
    }

    /** Cancels the request for an event. */
    public void disarm() {
        armed = false;
    }

    /** Whether an event is requested. */
    public boolean isArmed() {
        return armed;
    }

    /**
     * Waits until {@code ready}, of which there must be a {@link #signal}. An interrupt does not end the wait; the thread is
     * interrupted again after it.
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

    /** Ends a wait after something has become ready. Returns whether an event is due. */
    public boolean signal() {
        Thread waiting = waiter;
        if (waiting != null) {
            parking.unpark(waiting);
        }
        return armed;
    }
}
