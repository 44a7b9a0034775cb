package dev.runloop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The observers of a mode. Those of an activity are sorted when the loop next reaches it after a change, so adding and
 * removing one cost the same however many there are.
 *
 * <p>Not thread-safe, except for {@link #snapshot()}: it belongs to the loop's thread.
 */
final class ModeObservers {
    private static final Membership[] NONE = {};
    private static final RunLoopActivity[] ACTIVITIES = RunLoopActivity.values();
    private static final Comparator<Membership> BY_ORDER_THEN_ADDITION = (a, b) -> {
        int byOrder = Integer.compare(a.item.order(), b.item.order());
        return byOrder != 0 ? byOrder : Long.compare(a.arrival, b.arrival);
    };

    private final MembershipSet all = new MembershipSet();
    private final Map<RunLoopActivity, Membership[]> inOrder = new EnumMap<>(RunLoopActivity.class); // sorted so far
    private long arrivals;

    void add(Membership membership) {
        membership.arrival = arrivals++;
        all.add(membership);
        changed(membership);
    }

    void remove(Membership membership) {
        all.remove(membership);
        changed(membership);
    }

    private void changed(Membership membership) {
        int bits = bits(membership);
        for (RunLoopActivity activity : ACTIVITIES) {
            if ((bits & activity.bit()) != 0) {
                inOrder.remove(activity);
            }
        }
    }

    /** The observers of this activity by order, and by addition where that is equal. The array never changes. */
    Membership[] of(RunLoopActivity activity) {
        Membership[] present = inOrder.get(activity);
        if (present == null) {
            present = sorted(activity);
            inOrder.put(activity, present);
        }
        return present;
    }

    private Membership[] sorted(RunLoopActivity activity) {
        List<Membership> found = new ArrayList<>();
        for (Membership membership : all.snapshot()) {
            if ((bits(membership) & activity.bit()) != 0) {
                found.add(membership);
            }
        }
        found.sort(BY_ORDER_THEN_ADDITION);
        return found.toArray(NONE);
    }

    private static int bits(Membership membership) {
        return ((RunLoopObserver) membership.item).bits();
    }

    /** All observers. Any thread. */
    List<Membership> snapshot() {
        return all.snapshot();
    }
}
