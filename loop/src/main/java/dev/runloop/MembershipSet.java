package dev.runloop;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sources or the observers of a mode, in no particular order. Each membership knows its index, so adding and
 * removing cost the same however many there are.
 *
 * <p>Modified by the loop's thread only; {@link #snapshot()} may be called by any thread.
 */
final class MembershipSet {
    private static final AtomicReferenceArray<@Nullable Membership> NO_SLOTS = new AtomicReferenceArray<>(0);
    private static final int FEW = 16;

    private volatile AtomicReferenceArray<@Nullable Membership> slots = NO_SLOTS;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Membership membership) {
        if (size == slots.length()) {
            resize(Math.max(1, 2 * size));
        }
        membership.setIndex = size;
        slots.setRelease(size++, membership);
    }

    private void resize(int length) {
        var other = new AtomicReferenceArray<@Nullable Membership>(length);
        for (int i = 0; i < size; i++) {
            other.setPlain(i, slots.getPlain(i));
        }
        slots = other;
    }

    /** Removes one that is in the set; the last one takes its place. */
    void remove(Membership membership) {
        Membership last = slots.getPlain(--size);
        if (last != null && last != membership) {
            last.setIndex = membership.setIndex;
            slots.setRelease(membership.setIndex, last);
        }
        slots.setRelease(size, null);
        if (size < slots.length() / 4 && slots.length() > FEW) {
            resize(slots.length() / 2);
        }
    }

    /** The members; one that is just changing places may be missed or appear twice. */
    List<Membership> snapshot() {
        AtomicReferenceArray<@Nullable Membership> seen = slots;
        return IntStream.range(0, seen.length())
                .mapToObj(seen::getAcquire)
                .filter(Objects::nonNull)
                .toList();
    }
}
