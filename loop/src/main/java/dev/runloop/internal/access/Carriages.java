package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.Carriage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives confined threads access to the {@linkplain Carriage carriages} of loops. Thread-safe. */
public final class Carriages {
    private static volatile @Nullable Door door;

    private Carriages() {}

    /** Implemented in the package of {@link RunLoop}. */
    public interface Door {
        /** See {@link Carriages#of}. */
        Carriage of(RunLoop loop, Supplier<Carriage> maker);

        /** See {@link Carriages#isAboutToRide}. */
        boolean isAboutToRide(RunLoop loop);

        /** See {@link Carriages#stay}. */
        <T> T stay(RunLoop loop, Supplier<T> runs);

        /** See {@link Carriages#ownerOf}. */
        Thread ownerOf(Thread thread);
    }

    /** For the static initialiser of {@link RunLoop}. */
    public static void open(Door door) {
        Carriages.door = door;
    }

    /** The carriage of a loop, created if it has none. From now on its outermost runs are made on the rider. */
    public static Carriage of(RunLoop loop, Supplier<Carriage> maker) {
        return requireNonNull(door).of(loop, maker); // set: there is a loop, so its class is initialised
    }

    /** For the owner: whether the current run moves to the rider with its next pass. */
    public static boolean isAboutToRide(RunLoop loop) {
        return requireNonNull(door).isAboutToRide(loop);
    }

    /** For either thread of the loop: keeps runs that begin within {@code runs} on the calling thread. */
    public static <T> T stay(RunLoop loop, Supplier<T> runs) {
        return requireNonNull(door).stay(loop, runs);
    }

    /** The owner, if {@code thread} is a rider; else {@code thread}. */
    public static Thread ownerOf(Thread thread) {
        Door present = door;
        return present == null ? thread : present.ownerOf(thread); // null: there has been no loop yet
    }
}
