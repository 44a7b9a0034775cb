package dev.runloop.internal.trace;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The workloads of a loop, each with the number of modes that its source is in. There are as many as users have executors
 * on the loop, so adding and removing one costs the same however many there are. Thread-safe.
 */
final class Workloads {
    private static final int FEW = 2;

    private final ConcurrentMap<Workload, Integer> modes = new ConcurrentHashMap<>(FEW);

    void add(Workload workload) {
        modes.merge(workload, 1, Integer::sum);
    }

    void remove(Workload workload) {
        modes.computeIfPresent(workload, (present, count) -> count == 1 ? null : count - 1);
    }

    /** Each once; a live view. */
    Set<Workload> all() {
        return Collections.unmodifiableSet(modes.keySet());
    }
}
