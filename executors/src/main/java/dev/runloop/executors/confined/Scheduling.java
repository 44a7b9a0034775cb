package dev.runloop.executors.confined;

import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.internal.LibraryThreads;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;

/** Which way of scheduling virtual threads is used: looked for once, when the first confined thread is asked for. */
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

    /** The one that is used in this JVM, be it supported or not. */
    static VirtualThreadScheduling chosen() {
        return Chosen.INSTANCE;
    }

    /** Whether there can be confined threads; else there is no need to find out how a thread is scheduled. */
    static boolean isUsed() {
        return isUsed;
    }

    /** The one that is used, which is supported. */
    static VirtualThreadScheduling supported() {
        isUsed = true;
        VirtualThreadScheduling chosen = chosen();
        if (!chosen.isSupported()) {
            throw new ConfinementUnsupportedException(chosen.requirement());
        }
        return chosen;
    }

    /** The first that is supported, or else the last resort. */
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
