package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.Carriage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door to the {@linkplain Carriage carriages} of loops, whose insides are of another package. Thread-safe. */
public final class Carriages {
    private static volatile @Nullable Door door;

    private Carriages() {}

    /** What the loops open to this package. */
    public interface Door {
        /** The carriage of a loop, made now if it has none. */
        Carriage of(RunLoop loop, Supplier<Carriage> maker);

        /** Whether the run in progress is still made on the owner, and goes on on the rider with the next pass. */
        boolean isAboutToRide(RunLoop loop);

        /** Has runs that begin within this made on the thread that calls it, be it the owner. */
        <T> T stay(RunLoop loop, Supplier<T> runs);

        /** The thread to which the loop of this rider belongs; any other thread is its own. */
        Thread ownerOf(Thread thread);
    }

    /** For the class of the loops, when it is initialised. */
    public static void open(Door door) {
        Carriages.door = door;
    }

    /** The carriage of a loop, made now if it has none. From now on its outermost runs are made on the rider. */
    public static Carriage of(RunLoop loop, Supplier<Carriage> maker) {
        return requireNonNull(door).of(loop, maker); // there is a loop, so its class has opened this
    }

    /** For the owner: whether the run in progress goes on on the rider with the next pass. */
    public static boolean isAboutToRide(RunLoop loop) {
        return requireNonNull(door).isAboutToRide(loop);
    }

    /** Has runs that begin within this made on the thread that calls it, the loop's, be it the owner. */
    public static <T> T stay(RunLoop loop, Supplier<T> runs) {
        return requireNonNull(door).stay(loop, runs);
    }

    /** The thread to which the loop of this rider belongs; any other thread is its own. */
    public static Thread ownerOf(Thread thread) {
        Door present = door;
        return present == null ? thread : present.ownerOf(thread); // null: there has never been a loop
    }
}
