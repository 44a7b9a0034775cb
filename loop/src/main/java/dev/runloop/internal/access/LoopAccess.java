package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.EndActions;
import dev.runloop.internal.trace.LoopProbe;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives diagnostics, virtual time, ports and performs access to loops. Thread-safe. */
public final class LoopAccess {
    private static volatile @Nullable Function<RunLoop, LoopProbe> probes;
    private static volatile @Nullable Function<RunLoop, EndActions> endActions;
    private static volatile @Nullable Supplier<Collection<RunLoop>> all;

    private static final List<Consumer<RunLoop>> LISTENERS = new CopyOnWriteArrayList<>();

    private LoopAccess() {}

    /** For the static initialiser of {@link RunLoop}. */
    public static void install(
            Function<RunLoop, LoopProbe> probes,
            Function<RunLoop, EndActions> endActions,
            Supplier<Collection<RunLoop>> all) {
        LoopAccess.probes = probes;
        LoopAccess.endActions = endActions;
        LoopAccess.all = all;
    }

    /** For the registry: a loop has been registered. */
    public static void registered(RunLoop loop) {
        for (Consumer<RunLoop> listener : LISTENERS) {
            listener.accept(loop);
        }
    }

    /**
     * Has {@code action} run once when the loop ends, after its items have been removed, by the thread that ends it. What it
     * throws is reported, and keeps no other action from running. Adding it again changes nothing.
     *
     * @return false if the loop has ended, and the action will not run
     */
    public static boolean onEnd(RunLoop loop, Runnable action) {
        return requireNonNull(endActions).apply(loop).add(action);
    }

    /** Cancels {@link #onEnd}. */
    public static void cancelOnEnd(RunLoop loop, Runnable action) {
        requireNonNull(endActions).apply(loop).remove(action);
    }

    /** Calls {@code listener} for each loop, present and future; perhaps twice for one that is being registered. */
    public static void addListener(Consumer<RunLoop> listener) {
        LISTENERS.add(listener);
        all().forEach(listener);
    }

    /** Stops calling it, except perhaps for a loop that is being registered. */
    public static void removeListener(Consumer<RunLoop> listener) {
        LISTENERS.remove(listener);
    }

    /** The probe of a loop. */
    public static LoopProbe probe(RunLoop loop) {
        return requireNonNull(probes).apply(loop); // set: there is a loop, so its class is initialised
    }

    /** The loops of all live threads: a live view, which may change during an iteration. */
    public static Collection<RunLoop> all() {
        Supplier<Collection<RunLoop>> present = all;
        return present == null ? List.of() : present.get(); // null: there has never been a loop
    }
}
