package dev.runloop.executors.confined;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The carriers of one loop that have threads: an immutable list, replaced by compare-and-set. Any thread may change it and
 * look into it; {@link #carryOne} belongs to the loop's owner.
 */
final class ActiveCarriers {
    private static final VarHandle CARRIERS =
            fieldVarHandle(lookup(), "carriers", VarHandle.class, ActiveCarriers.class, List.class);

    private volatile List<Carrier> carriers = List.of(); // replaced by CAS
    private int last; // by the owner: the carrier asked last

    void add(Carrier carrier) {
        List<Carrier> present;
        List<Carrier> more;
        do {
            present = carriers;
            more = new ArrayList<>(present);
            more.remove(carrier);
            more.add(carrier);
        } while (!CARRIERS.compareAndSet(this, present, List.copyOf(more)));
    }

    void remove(Carrier carrier) {
        List<Carrier> present;
        List<Carrier> fewer;
        do {
            present = carriers;
            fewer = new ArrayList<>(present);
            fewer.remove(carrier);
        } while (!CARRIERS.compareAndSet(this, present, List.copyOf(fewer)));
    }

    /** Carries one thread that can run, taking turns among the carriers. Returns whether there was one. */
    boolean carryOne() {
        List<Carrier> present = carriers;
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
        for (Carrier carrier : carriers) {
            if (carrier.hasWork()) {
                return true;
            }
        }
        return false;
    }
}
