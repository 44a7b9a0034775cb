package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.StackRoom;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which modes of a loop are common, and the items that are in all of them.
 *
 * <p>Thread-safe without locks. When an item becomes common while a mode does, each side first makes its own entry and
 * then looks at the other's, so at least one of them puts the item into the mode; doing it twice is harmless. Looking
 * again afterwards also undoes what a simultaneous removal could not see.
 */
final class CommonModes {
    /** The common modes of a new loop. */
    static final Set<RunLoopMode> INITIAL = Set.of(RunLoopMode.DEFAULT);

    private static final VarHandle ITEMS =
            fieldVarHandle(lookup(), "items", VarHandle.class, CommonModes.class, Set.class);

    private final RunLoop loop;
    private volatile @Nullable Set<RunLoopItem> items; // null until needed
    private final Set<RunLoopMode> modes = ConcurrentHashMap.newKeySet(2);

    CommonModes(RunLoop loop) {
        this.loop = loop;
        modes.addAll(INITIAL);
    }

    /** The common modes; a live view. */
    Set<RunLoopMode> modes() {
        return modes;
    }

    /** Makes a mode common: all common items are put into it. */
    void addMode(RunLoopMode mode) {
        if (modes.add(mode)) {
            for (RunLoopItem item : items()) {
                reconcile(item, mode);
            }
        }
    }

    /** Puts an item into all current and future common modes. */
    void add(RunLoopItem item) {
        if (!item.isValid() || !item.admits(item.memberships(), loop)) {
            return;
        }
        StackRoom.ensure();
        boolean isNew = itemsToAddTo().add(item);
        boolean isIn = !isNew;
        try {
            for (RunLoopMode mode : modes) {
                reconcile(item, mode);
            }
            isIn = true;
        } finally {
            if (!isIn || !item.isValid() || loop.hasEnded()) {
                items().remove(item);
            }
        }
    }

    /**
     * Puts an item into a mode if it is a common one, and takes it out if it is not. Several threads may do so at once,
     * for an item that some add and others remove: a thread that acted on what is no longer true finds out, because it
     * looks again, and the thread that changed the items last looks after that change.
     */
    private void reconcile(RunLoopItem item, RunLoopMode mode) {
        boolean isCommon;
        do {
            isCommon = contains(item);
            if (isCommon) {
                item.join(loop, mode);
            } else {
                item.leave(loop, mode);
            }
        } while (contains(item) != isCommon);
    }

    /** Takes a common item out of all common modes; does nothing if it is not one. */
    void remove(RunLoopItem item) {
        if (!contains(item)) {
            return;
        }
        StackRoom.ensure();
        if (items().remove(item)) {
            boolean isOut = false;
            try {
                for (RunLoopMode mode : modes) {
                    reconcile(item, mode);
                }
                isOut = true;
            } finally {
                if (!isOut) { // the stack was too small: it can be removed again
                    items().add(item);
                }
            }
        }
    }

    /** The common items; a live view. */
    Set<RunLoopItem> items() {
        Set<RunLoopItem> present = items;
        return present == null ? Set.of() : present;
    }

    private Set<RunLoopItem> itemsToAddTo() {
        Set<RunLoopItem> present = items;
        if (present == null) {
            ITEMS.compareAndSet(this, null, ConcurrentHashMap.newKeySet(1));
            present = requireNonNull(items);
        }
        return present;
    }

    boolean contains(RunLoopItem item) {
        return items().contains(item);
    }

    /** The item has become invalid. */
    void forget(RunLoopItem item) {
        if (!items().isEmpty()) { // an item that is just becoming common is checked again by the adding thread
            items().remove(item);
        }
    }
}
