package dev.runloop.internal.access;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.Failures;
import dev.runloop.internal.trace.LoopProbe;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives diagnostics and virtual time access to loops. Thread-safe. */
public final class LoopAccess {
    private static volatile @Nullable Function<RunLoop, LoopProbe> probes;
    private static volatile @Nullable Supplier<Collection<RunLoop>> all;

    private static final List<Consumer<RunLoop>> LISTENERS = new CopyOnWriteArrayList<>();
    private static final ConcurrentMap<RunLoop, Set<Runnable>> ON_END = new ConcurrentHashMap<>();

    private LoopAccess() {}

    /** For the static initialiser of {@link RunLoop}. */
    public static void install(Function<RunLoop, LoopProbe> probes, Supplier<Collection<RunLoop>> all) {
        LoopAccess.probes = probes;
        LoopAccess.all = all;
    }

    /** For the registry: a loop has been registered. */
    public static void registered(RunLoop loop) {
        for (Consumer<RunLoop> listener : LISTENERS) {
            listener.accept(loop);
        }
    }

    /** For the registry: a loop has ended and has been removed. */
    public static void ended(RunLoop loop) {
        Set<Runnable> actions = ON_END.remove(loop);
        if (actions != null) {
            actions.forEach(action -> Failures.attempt(null, action));
        }
    }

    /** Runs {@code action} once when the loop has ended, on the thread that ends it, or now if it has. Reports what it throws. */
    public static void onEnd(RunLoop loop, Runnable action) {
        ON_END.compute(loop, (key, present) -> {
            Set<Runnable> actions = present == null ? new LinkedHashSet<>() : new LinkedHashSet<>(present);
            actions.add(action);
            return actions;
        });
        if (loop.hasEnded()) {
            ended(loop); // the end may have missed it
        }
    }

    /** Cancels {@link #onEnd}. */
    public static void cancelOnEnd(RunLoop loop, Runnable action) {
        ON_END.computeIfPresent(loop, (key, present) -> {
            Set<Runnable> actions = new LinkedHashSet<>(present);
            actions.remove(action);
            return actions.isEmpty() ? null : actions;
        });
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
