package dev.runloop;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a mode, in no order. Each membership knows its index, so that entering and leaving cost nothing more
 * with many.
 *
 * <p>Changed by the loop's thread only; {@link #snapshot()} is for everyone.
 */
final class SourceSet {
    private static final AtomicReferenceArray<@Nullable Membership> NO_SLOTS = new AtomicReferenceArray<>(0);

    private volatile AtomicReferenceArray<@Nullable Membership> slots = NO_SLOTS;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Membership membership) {
        if (size == slots.length()) {
            grow();
        }
        membership.sourceIndex = size;
        slots.setRelease(size++, membership);
    }

    private void grow() {
        var larger = new AtomicReferenceArray<@Nullable Membership>(Math.max(1, 2 * size));
        for (int i = 0; i < size; i++) {
            larger.setPlain(i, slots.getPlain(i));
        }
        slots = larger;
    }

    /** Takes out one that is in; the last one takes its place. */
    void remove(Membership membership) {
        Membership last = slots.getPlain(--size);
        if (last != null && last != membership) {
            last.sourceIndex = membership.sourceIndex;
            slots.setRelease(membership.sourceIndex, last);
        }
        slots.setRelease(size, null);
    }

    /** Those that are in; one that changes its place at this moment may be missed or come twice. */
    List<Membership> snapshot() {
        AtomicReferenceArray<@Nullable Membership> seen = slots;
        return IntStream.range(0, seen.length())
                .mapToObj(seen::getAcquire)
                .filter(Objects::nonNull)
                .toList();
    }
}
