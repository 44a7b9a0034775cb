package dev.runloop.executors.confined.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Creates virtual threads with a scheduler other than the JDK's own.
 *
 * <p>JDK 25 can do this but has no public API for it, so the implementation in this library uses a non-public constructor.
 * An implementation for a JDK with such an API is found by {@link java.util.ServiceLoader}: the first supported one is used,
 * or the one in this library if there is none.
 *
 * <p>Implementations are thread-safe.
 */
public interface VirtualThreadScheduling {

    /** {@return whether this JVM was started so that this works} */
    boolean isSupported();

    /**
     * {@return what this needs in order to be supported, for a message to the person who starts the JVM} Only of interest if
     * it is not supported.
     */
    String requirement();

    /**
     * {@return a new builder of virtual threads whose continuations are passed to a scheduler}
     *
     * <p>The scheduler is called on the thread that starts or unparks the virtual thread. It is given a task to run once on a
     * platform thread, which thereby carries the virtual thread to its next blocking point. It must not run the task at
     * once, nor reject it once the virtual thread has started.
     *
     * @param scheduler runs the continuations
     * @throws UnsupportedOperationException if this is not supported
     */
    Thread.Builder.OfVirtual builder(Executor scheduler);

    /**
     * {@return the scheduler of a virtual thread, or null if that is the JDK's own or unknown} An implementation that cannot
     * know need not override this. Confined threads are then recognized by their factory, and not at all if that is wrapped.
     *
     * @param thread a virtual thread
     */
    default @Nullable Executor schedulerOf(Thread thread) {
        return null;
    }

    /**
     * {@return the JDK's own scheduler} Virtual threads created by callbacks of a loop run on it.
     */
    default Executor defaultScheduler() {
        return ForkJoinPool.commonPool();
    }
}
