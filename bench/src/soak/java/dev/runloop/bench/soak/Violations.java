package dev.runloop.bench.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** All violations are counted, and the first few are kept. Thread-safe. */
final class Violations {
    private static final int KEPT = 20;

    private final AtomicLong count = new AtomicLong();
    private final List<String> first = new CopyOnWriteArrayList<>();

    void add(String where, String what) {
        if (count.incrementAndGet() <= KEPT) {
            first.add(where + ": " + what);
        }
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    long count() {
        return count.get();
    }

    /** The first few; one that is being added concurrently may be missing. */
    List<String> first() {
        return List.copyOf(first);
    }
}
