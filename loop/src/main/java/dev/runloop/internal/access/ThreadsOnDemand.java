package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoopThread;
import org.jspecify.annotations.Nullable;

/**
 * Gives executors access to loop threads that start on first use. Until then the loop looks asleep, and whatever would end its
 * sleep starts the thread. Nothing else refers to the loop meanwhile, so one that is never used can be collected.
 *
 * <p>Thread-safe.
 */
public final class ThreadsOnDemand {

    /** Implemented in the package of {@link RunLoopThread}. */
    public interface Door {
        /** Creates a thread with its loop, to be started on first use. */
        RunLoopThread make(RunLoopThread.Builder builder);

        /** Starts the thread unless it has been started. If it was stopped before, it terminates at once. */
        void start(RunLoopThread thread);
    }

    private static volatile @Nullable Door door;

    private ThreadsOnDemand() {}

    /** For the static initialiser of {@link RunLoopThread}. */
    public static void open(Door opened) {
        door = opened;
    }

    /** See {@link Door#make}. */
    public static RunLoopThread make(RunLoopThread.Builder builder) {
        return requireNonNull(door).make(builder); // set: there is a builder, so RunLoopThread is initialised
    }

    /** See {@link Door#start}. */
    public static void start(RunLoopThread thread) {
        requireNonNull(door).start(thread);
    }
}
