package dev.runloop.executors.confined;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The carriers of one loop that have threads: an immutable list, replaced by compare-and-set. Any thread may change it and
 * look into it; {@link #carryOne} belongs to the loop's owner.
 */
final class ActiveCarriers {
    private final AtomicReference<List<Carrier>> carriers = new AtomicReference<>(List.of());
    private int last; // the owner's: the carrier asked last

    void add(Carrier carrier) {
        carriers.updateAndGet(present -> {
            List<Carrier> more = new ArrayList<>(present);
            more.remove(carrier);
            more.add(carrier);
            return List.copyOf(more);
        });
    }

    void remove(Carrier carrier) {
        carriers.updateAndGet(present -> {
            List<Carrier> fewer = new ArrayList<>(present);
            fewer.remove(carrier);
            return List.copyOf(fewer);
        });
    }

    /** Carries one thread that can run, taking turns among the carriers. Returns whether there was one. */
    boolean carryOne() {
        List<Carrier> present = carriers.get();
        for (int i = 0; i < present.size(); i++) {
            last = (last + 1) % present.size();
            if (present.get(last).carryMeanwhile()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a thread can run. */
    boolean haveWork() {
        for (Carrier carrier : carriers.get()) {
            if (carrier.hasWork()) {
                return true;
            }
        }
        return false;
    }
}
