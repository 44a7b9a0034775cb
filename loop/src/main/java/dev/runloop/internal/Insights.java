package dev.runloop.internal;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door from the diagnostics to the loops, whose insides are of another package. Thread-safe. */
public final class Insights {
    private static volatile @Nullable Function<RunLoop, Insight> ofLoop;
    private static volatile @Nullable Supplier<Collection<RunLoop>> all;

    private static final List<Consumer<RunLoop>> FOLLOWERS = new CopyOnWriteArrayList<>();

    private Insights() {}

    /** For the class of the loops, when it is initialised. */
    public static void open(Function<RunLoop, Insight> ofLoop, Supplier<Collection<RunLoop>> all) {
        Insights.ofLoop = ofLoop;
        Insights.all = all;
    }

    /** For the registry: a loop has come into it. */
    public static void begins(RunLoop loop) {
        for (Consumer<RunLoop> follower : FOLLOWERS) {
            follower.accept(loop);
        }
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
    public static Insight of(RunLoop loop) {
        return requireNonNull(ofLoop).apply(loop); // there is a loop, so its class has opened this
    }

    /** The loops of all threads that are alive: a live view, which may change while it is iterated. */
    public static Collection<RunLoop> allLoops() {
        Supplier<Collection<RunLoop>> present = all;
        return present == null ? List.of() : present.get(); // null: there has never been a loop
    }
}
