package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which modes a loop has, which of them are common, and the items that are in all of these.
 *
 * <p>Thread-safe without locks. Where an item becomes common while a mode does, each side first makes its own entry and
 * looks at the other's second, so that at least one of them puts the item into the mode; twice is once. The same look
 * afterwards undoes what a simultaneous removal had no chance to see.
 */
final class CommonModes {
    /** Those of a new loop: both the common ones and all there are. */
    static final Set<RunLoopMode> INITIAL = Set.of(RunLoopMode.DEFAULT);

    private static final VarHandle KNOWN;
    private static final VarHandle COMMON;
    private static final VarHandle ITEMS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            KNOWN = lookup.findVarHandle(CommonModes.class, "known", Set.class);
            COMMON = lookup.findVarHandle(CommonModes.class, "common", Set.class);
            ITEMS = lookup.findVarHandle(CommonModes.class, "items", Set.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RunLoop loop;
    private volatile @Nullable Set<RunLoopItem> items; // null as long as there was none
    private volatile Set<RunLoopMode> known = INITIAL; // immutable, replaced by CAS
    private volatile Set<RunLoopMode> common = INITIAL; // immutable, replaced by CAS

    CommonModes(RunLoop loop) {
        this.loop = loop;
    }

    /** The modes that have come into being. */
    Set<RunLoopMode> known() {
        return known;
    }

    /** The modes that are common. */
    Set<RunLoopMode> common() {
        return common;
    }

    /** The mode has come into being, if it had not yet. */
    void know(RunLoopMode mode) {
        Set<RunLoopMode> before;
        do {
            before = known;
        } while (!before.contains(mode) && !KNOWN.compareAndSet(this, before, plus(before, mode)));
    }

    /** Makes a mode common: all common items are put into it. */
    void addMode(RunLoopMode mode) {
        Set<RunLoopMode> before;
        do {
            before = common;
            if (before.contains(mode)) {
                return;
            }
        } while (!COMMON.compareAndSet(this, before, plus(before, mode)));
        for (RunLoopItem item : items()) {
            settle(item, mode);
        }
    }

    /** Puts an item into all common modes, those to come included. */
    void add(RunLoopItem item) {
        if (!item.isValid() || !item.admits(item.memberships(), loop)) {
            return;
        }
        itemsToAddTo().add(item);
        for (RunLoopMode mode : common) {
            settle(item, mode);
        }
        if (!item.isValid()) {
            items().remove(item);
        }
    }

    /**
     * Has an item be in a mode if it is a common one, and not if it is not. Several threads may do so at once, for an
     * item that some add and some remove: whoever has acted on old news finds that out, as it looks again, and whoever
     * has changed the items last looks after that.
     */
    private void settle(RunLoopItem item, RunLoopMode mode) {
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

    /** Takes a common item out of all common modes; nothing happens if it is not one. */
    void remove(RunLoopItem item) {
        if (contains(item) && items().remove(item)) {
            for (RunLoopMode mode : common) {
                settle(item, mode);
            }
        }
    }

    /** The items that are in all common modes; a live view. */
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
        if (!items().isEmpty()) { // one that becomes common at this moment is looked at again by whoever adds it
            items().remove(item);
        }
    }

    private static Set<RunLoopMode> plus(Collection<RunLoopMode> before, RunLoopMode mode) {
        Set<RunLoopMode> after = new HashSet<>(before);
        after.add(mode);
        return Set.copyOf(after);
    }
}
