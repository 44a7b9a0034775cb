package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Carriage;
import dev.runloop.internal.access.Carriages;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which thread makes the runs of a loop that has a {@link Carriage}: the thread the loop belongs to, its
 * <em>owner</em>, or the virtual thread that the owner carries, its <em>rider</em>.
 *
 * <p>Not thread-safe except for {@link #carriage(Supplier)}: it belongs to the loop's thread.
 */
final class Rides {
    /** What the rest of the library may ask of the rides of any loop. */
    static final Carriages.Door DOOR = new Carriages.Door() {
        @Override
        public Carriage of(RunLoop loop, Supplier<Carriage> maker) {
            return loop.rides().carriage(maker);
        }

        @Override
        public boolean isAboutToRide(RunLoop loop) {
            Run run = loop.currentRun();
            return run != null && run.outer() == null && loop.isToRide();
        }

        @Override
        public <T> T stay(RunLoop loop, Supplier<T> runs) {
            return loop.rides().stay(runs);
        }

        @Override
        public Thread ownerOf(Thread thread) {
            return LoopRegistry.ownerOf(thread);
        }
    };

    private static final VarHandle CARRIAGE =
            fieldVarHandle(lookup(), "carriage", VarHandle.class, Rides.class, Carriage.class);

    private final RunLoop loop;
    private volatile @Nullable Carriage carriage; // set once
    private boolean isStaying; // the owner's

    Rides(RunLoop loop) {
        this.loop = loop;
    }

    /** Null if the owner makes the runs of the loop itself. */
    @Nullable
    Carriage carriage() {
        return carriage;
    }

    Carriage carriage(Supplier<Carriage> maker) {
        if (carriage == null) {
            CARRIAGE.compareAndSet(this, null, maker.get());
        }
        return requireNonNull(carriage);
    }

    /** Whether the calling thread is the owner, and the rider is to do what belongs to the loop's thread. */
    boolean isToRide() {
        return carriage != null && !isStaying && Thread.currentThread() == loop.owner();
    }

    /** For the owner: has the rider do this, and returns when it is done. Meanwhile the rider is the loop's thread. */
    void ride(Runnable work) {
        Carriage present = requireNonNull(carriage);
        Thread rider = present.rider();
        LoopRegistry.rides(rider, loop);
        loop.runsOn(rider);
        try {
            present.ride(work);
        } finally {
            loop.runsOn(loop.owner());
        }
    }

    /** Keeps runs that begin within this call on the calling thread, even if that is the owner. */
    <T> T stay(Supplier<T> runs) {
        if (isStaying || Thread.currentThread() != loop.owner()) {
            return runs.get();
        }
        isStaying = true;
        try {
            return runs.get();
        } finally {
            isStaying = false;
        }
    }

    /** The loop has ended. */
    void end() {
        Carriage present = carriage;
        Thread rider = present == null ? null : present.end();
        if (rider != null) {
            LoopRegistry.rideNoMore(rider);
        }
    }
}
