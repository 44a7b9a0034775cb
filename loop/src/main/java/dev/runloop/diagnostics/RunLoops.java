package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopDescription;
import dev.runloop.internal.access.LoopAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All loops of this JVM: those of threads that are alive. What is answered is a snapshot, sorted by the ids of the threads,
 * and loops that begin or end at this moment may be missing.
 *
 * <p>Thread-safe. Neither stops nor delays a loop.
 */
public final class RunLoops {
    private RunLoops() {}

    /** {@return the loops that there are} */
    public static List<RunLoop> all() {
        return LoopAccess.allLoops().stream()
                .sorted(Comparator.comparingLong(loop -> loop.thread().threadId()))
                .toList();
    }

    /**
     * {@return the loop of a thread that has one, without making one if it has none}
     *
     * @param thread the name of the thread; of several with this name the one that was made first is meant
     */
    public static Optional<RunLoop> named(String thread) {
        requireNonNull(thread, "thread");
        return all().stream()
                .filter(loop -> loop.thread().getName().equals(thread))
                .findFirst();
    }

    /** {@return the descriptions of all loops as one text, an empty line between two} */
    public static String describe() {
        return all().stream().map(loop -> loop.describe().toString()).collect(Collectors.joining("\n\n"));
    }

    /** {@return the descriptions of all loops as a JSON array of what {@link RunLoopDescription#toJson()} gives} */
    public static String describeAsJson() {
        return all().stream().map(loop -> loop.describe().toJson()).collect(Collectors.joining(",\n", "[", "]"));
    }
}
