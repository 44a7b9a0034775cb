package dev.runloop.internal.trace;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The probes of a loop, each with the number of modes that its source is in. There is one for each executor on the loop, so
 * adding and removing one costs the same however many there are. Thread-safe.
 */
final class WorkProbes {
    private static final int FEW = 2;

    private final ConcurrentMap<WorkProbe, Integer> modes = new ConcurrentHashMap<>(FEW);

    void add(WorkProbe probe) {
        modes.merge(probe, 1, Integer::sum);
    }

    void remove(WorkProbe probe) {
        modes.computeIfPresent(probe, (present, count) -> count == 1 ? null : count - 1);
    }

    /** A live view; each probe appears once. */
    Set<WorkProbe> all() {
        return Collections.unmodifiableSet(modes.keySet());
    }
}
