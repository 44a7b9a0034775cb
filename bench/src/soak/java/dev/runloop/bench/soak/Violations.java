package dev.runloop.bench.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What was found wrong: all of it is counted, the first few are kept. Thread-safe. */
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

    /** The first of them; one that is just being added may be missing. */
    List<String> first() {
        return List.copyOf(first);
    }
}
