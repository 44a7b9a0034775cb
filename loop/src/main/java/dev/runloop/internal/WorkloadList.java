package dev.runloop.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workloads of a loop, one for each mode that its source is in. Immutable, and small: a loop has few.
 *
 * @param first one of them
 * @param rest the others; null if there are none
 */
record WorkloadList(Workload first, @Nullable WorkloadList rest) {

    /** A list with one less of a workload, if it has any. */
    static @Nullable WorkloadList without(@Nullable WorkloadList list, Workload workload) {
        if (list == null) {
            return null;
        }
        return list.first == workload ? list.rest : new WorkloadList(list.first, without(list.rest, workload));
    }

    /** The workloads of a list, each once. */
    static List<Workload> distinct(@Nullable WorkloadList list) {
        List<Workload> found = List.of();
        for (WorkloadList at = list; at != null; at = at.rest) {
            if (!found.contains(at.first)) {
                found = found.isEmpty() ? new ArrayList<>(1) : found;
                found.add(at.first);
            }
        }
        return found;
    }
}
