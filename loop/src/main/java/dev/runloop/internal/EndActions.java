package dev.runloop.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when a loop ends, in the order in which it was added. An action either gets in before the end, and runs
 * once, or is refused.
 *
 * <p>Thread-safe, without a lock: a confined thread that queued up for one could keep its carrier waiting. Actions before an
 * {@link #add} that succeeds happen-before the {@link #close} that returns what was added.
 */
public final class EndActions {
    private static final VarHandle ACTIONS =
            fieldVarHandle(lookup(), "actions", VarHandle.class, EndActions.class, List.class);

    private volatile @Nullable List<Runnable> actions = List.of(); // immutable; null: closed

    /** Adds an action unless it is there already; false if the end has begun, and the action will not run. */
    public boolean add(Runnable action) {
        List<Runnable> seen;
        List<Runnable> changed;
        do {
            seen = actions;
            if (seen == null) {
                return false;
            }
            if (seen.contains(action)) {
                return true;
            }
            changed = new ArrayList<>(seen);
            changed.add(action);
        } while (!ACTIONS.compareAndSet(this, seen, List.copyOf(changed)));
        return true;
    }

    /** Removes an action if it is there. */
    public void remove(Runnable action) {
        List<Runnable> seen;
        List<Runnable> changed;
        do {
            seen = actions;
            if (seen == null || !seen.contains(action)) {
                return;
            }
            changed = new ArrayList<>(seen);
            changed.remove(action);
        } while (!ACTIONS.compareAndSet(this, seen, List.copyOf(changed)));
    }

    /** The end has begun: returns the actions, which the caller runs, and refuses all that come later. */
    @SuppressWarnings("unchecked")
    public List<Runnable> close() {
        var last = (@Nullable List<Runnable>) ACTIONS.getAndSet(this, (List<Runnable>) null);
        return last == null ? List.of() : last;
    }
}
