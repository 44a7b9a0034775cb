package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoopThread;
import org.jspecify.annotations.Nullable;

/**
 * The door from the executors to threads of loops that are started when they are first needed. Until then the loop looks
 * as one that sleeps: whatever would end its sleep starts the thread. Nobody else knows the loop meanwhile, so what is
 * never used can be collected.
 *
 * <p>Thread-safe.
 */
public final class ThreadsOnDemand {

    /** What the threads open. */
    public interface Door {
        /** A thread with its loop, to be started on demand. */
        RunLoopThread make(RunLoopThread.Builder builder);

        /** Starts the thread, unless that has been done. If it has been stopped before, it ends at once. */
        void start(RunLoopThread thread);
    }

    private static volatile @Nullable Door door;

    private ThreadsOnDemand() {}

    /** For the class of the threads, when it is initialised. */
    public static void open(Door opened) {
        door = opened;
    }

    /** See {@link Door#make}. */
    public static RunLoopThread make(RunLoopThread.Builder builder) {
        return requireNonNull(door).make(builder); // there is a builder, so the class of the threads has opened this
    }

    /** See {@link Door#start}. */
    public static void start(RunLoopThread thread) {
        requireNonNull(door).start(thread);
    }
}
