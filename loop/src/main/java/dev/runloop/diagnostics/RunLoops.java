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
 * All loops of this JVM, that is, of its live threads. Results are snapshots sorted by thread id, from which loops that are
 * beginning or ending may be missing.
 *
 * <p>Thread-safe. Neither stops nor delays a loop.
 */
public final class RunLoops {
    private RunLoops() {}

    /** {@return all loops} */
    public static List<RunLoop> all() {
        return LoopAccess.all().stream()
                .sorted(Comparator.comparingLong(loop -> loop.thread().threadId()))
                .toList();
    }

    /**
     * {@return the loop of a thread, if it has one; none is created}
     *
     * @param thread the name of the thread; of several, the one created first
     */
    public static Optional<RunLoop> named(String thread) {
        requireNonNull(thread, "thread");
        return all().stream()
                .filter(loop -> loop.thread().getName().equals(thread))
                .findFirst();
    }

    /** {@return the descriptions of all loops as text, separated by empty lines} */
    public static String describe() {
        return all().stream().map(loop -> loop.describe().toString()).collect(Collectors.joining("\n\n"));
    }

    /** {@return the descriptions of all loops as a JSON array, each as by {@link RunLoopDescription#toJson()}} */
    public static String describeAsJson() {
        return all().stream().map(loop -> loop.describe().toJson()).collect(Collectors.joining(",\n", "[", "]"));
    }
}
