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

/** The door from the diagnostics to the loops, whose insides are of another package. Thread-safe. */
public final class LoopAccess {
    private static volatile @Nullable Function<RunLoop, LoopProbe> ofLoop;
    private static volatile @Nullable Supplier<Collection<RunLoop>> all;

    private static final List<Consumer<RunLoop>> FOLLOWERS = new CopyOnWriteArrayList<>();
    private static final ConcurrentMap<RunLoop, Set<Runnable>> AT_END = new ConcurrentHashMap<>();

    private LoopAccess() {}

    /** For the class of the loops, when it is initialised. */
    public static void open(Function<RunLoop, LoopProbe> ofLoop, Supplier<Collection<RunLoop>> all) {
        LoopAccess.ofLoop = ofLoop;
        LoopAccess.all = all;
    }

    /** For the registry: a loop has come into it. */
    public static void begins(RunLoop loop) {
        for (Consumer<RunLoop> follower : FOLLOWERS) {
            follower.accept(loop);
        }
    }

    /** For the registry: a loop has ended, and has left it. */
    public static void ended(RunLoop loop) {
        Set<Runnable> actions = AT_END.remove(loop);
        if (actions != null) {
            actions.forEach(action -> Failures.attempt(null, action));
        }
    }

    /** Has this run once when a loop has ended, on the thread that ends it; or now, if it has. What it throws is told. */
    public static void atEnd(RunLoop loop, Runnable action) {
        AT_END.compute(loop, (key, present) -> {
            Set<Runnable> actions = present == null ? new LinkedHashSet<>() : new LinkedHashSet<>(present);
            actions.add(action);
            return actions;
        });
        if (loop.hasEnded()) {
            ended(loop); // it may not have been seen there
        }
    }

    /** Takes {@link #atEnd} back. */
    public static void notAtEnd(RunLoop loop, Runnable action) {
        AT_END.computeIfPresent(loop, (key, present) -> {
            Set<Runnable> actions = new LinkedHashSet<>(present);
            actions.remove(action);
            return actions.isEmpty() ? null : actions;
        });
    }

    /** Tells somebody of all loops, those to come included; of one that comes at this moment perhaps twice. */
    public static void follow(Consumer<RunLoop> follower) {
        FOLLOWERS.add(follower);
        allLoops().forEach(follower);
    }

    /** Tells him of no more loops; he may hear of one that is coming at this moment. */
    public static void unfollow(Consumer<RunLoop> follower) {
        FOLLOWERS.remove(follower);
    }

    /** That of a loop. */
    public static LoopProbe of(RunLoop loop) {
        return requireNonNull(ofLoop).apply(loop); // there is a loop, so its class has opened this
    }

    /** The loops of all threads that are alive: a live view, which may change while it is iterated. */
    public static Collection<RunLoop> allLoops() {
        Supplier<Collection<RunLoop>> present = all;
        return present == null ? List.of() : present.get(); // null: there has never been a loop
    }
}
