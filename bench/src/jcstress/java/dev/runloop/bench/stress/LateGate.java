package dev.runloop.bench.stress;

import dev.runloop.internal.ReadyEventCount.Parking;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks whether it is ready before it notes who waits. */
final class LateGate {
    private final Parking parking;
    private volatile @Nullable Thread waiter;

    LateGate(Parking parking) {
        this.parking = parking;
    }

    void await(BooleanSupplier ready) {
        while (!ready.getAsBoolean()) {
            waiter = Thread.currentThread();
            parking.park();
        }
    }

    void announce() {
        Thread waiting = waiter;
        if (waiting != null) {
            parking.unpark(waiting);
        }
    }
}
