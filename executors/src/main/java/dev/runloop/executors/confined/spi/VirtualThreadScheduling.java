package dev.runloop.executors.confined.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that are scheduled by somebody else than the JDK's own scheduler.
 *
 * <p>JDK 25 can do this, but offers it to nobody; so the implementation that comes along with this library reaches for a
 * constructor that is not public. An implementation for a JDK that offers it is found by {@link java.util.ServiceLoader}:
 * the first one that is supported is used, and the one that comes along if there is none.
 *
 * <p>Implementations are thread-safe.
 */
public interface VirtualThreadScheduling {

    /** {@return whether this works in this JVM, as it was started} */
    boolean isSupported();

    /**
     * {@return what is needed for this to be supported, as a sentence for the person who starts the JVM} Only of interest
     * where it is not supported.
     */
    String requirement();

    /**
     * {@return a new builder of virtual threads whose continuations are given to a scheduler}
     *
     * <p>The scheduler is called by the thread that starts or unparks such a thread, on any thread, with something to run once
     * on a platform thread, which then carries the virtual thread to its next blocking point. It must neither run that
     * at once nor refuse it once the thread has started.
     *
     * @param scheduler what runs the continuations
     * @throws UnsupportedOperationException if this is not supported
     */
    Thread.Builder.OfVirtual builder(Executor scheduler);

    /**
     * {@return what runs the continuations of a virtual thread; null if that is the JDK, or cannot be told} An
     * implementation that cannot tell may do without this method: confined threads are then recognised by their factory
     * alone, and not if that is wrapped.
     *
     * @param thread a virtual thread
     */
    default @Nullable Executor schedulerOf(Thread thread) {
        return null;
    }

    /**
     * {@return what runs the continuations of virtual threads that have the JDK's own scheduler} Those that callbacks of a
     * loop make are given to it.
     */
    default Executor defaultScheduler() {
        return ForkJoinPool.commonPool();
    }
}
