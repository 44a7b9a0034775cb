package dev.runloop;

import dev.runloop.internal.Carriage;
import dev.runloop.internal.access.Carriages;
import java.util.function.Supplier;

/** What the loops open to those who have their runs made on another thread. */
final class CarriageDoor implements Carriages.Door {
    @Override
    public Carriage of(RunLoop loop, Supplier<Carriage> maker) {
        return loop.carriage(maker);
    }

    @Override
    public boolean isAboutToRide(RunLoop loop) {
        Run run = loop.currentRun();
        return run != null && run.outer() == null && loop.isToRide();
    }

    @Override
    public <T> T stay(RunLoop loop, Supplier<T> runs) {
        return loop.stay(runs);
    }

    @Override
    public Thread ownerOf(Thread thread) {
        return LoopRegistry.ownerOf(thread);
    }
}
