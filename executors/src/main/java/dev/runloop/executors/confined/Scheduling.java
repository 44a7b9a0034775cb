package dev.runloop.executors.confined;

import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.internal.LibraryThreads;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;

/** The way of scheduling virtual threads that is used in this JVM, chosen when the first confined thread is requested. */
final class Scheduling {
    private static volatile boolean isUsed;

    private Scheduling() {}

    private static final class Chosen {
        static final VirtualThreadScheduling INSTANCE = choose(
                ServiceLoader.load(VirtualThreadScheduling.class, Scheduling.class.getClassLoader()),
                new ReflectiveScheduling());

        static {
            if (INSTANCE.isSupported()) { // before there is a confined thread
                Executor scheduler = INSTANCE.defaultScheduler();
                LibraryThreads.unconfinedBy(() -> INSTANCE.builder(scheduler));
            }
        }
    }

    /** The chosen one, whether supported or not. */
    static VirtualThreadScheduling chosen() {
        return Chosen.INSTANCE;
    }

    /** Whether there may be confined threads; otherwise there is no need to look up the scheduler of a thread. */
    static boolean isUsed() {
        return isUsed;
    }

    /** The chosen one, which must be supported. */
    static VirtualThreadScheduling supported() {
        isUsed = true;
        VirtualThreadScheduling chosen = chosen();
        if (!chosen.isSupported()) {
            throw new ConfinementUnsupportedException(chosen.requirement());
        }
        return chosen;
    }

    /** The first supported one, or else the last resort. */
    static VirtualThreadScheduling choose(
            Iterable<VirtualThreadScheduling> provided, VirtualThreadScheduling lastResort) {
        for (VirtualThreadScheduling scheduling : provided) {
            if (scheduling.isSupported()) {
                return scheduling;
            }
        }
        return lastResort;
    }
}
