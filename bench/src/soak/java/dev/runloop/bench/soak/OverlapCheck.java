package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Detects callbacks of one loop that run on two threads at once. A callback nested in another on the same thread is
 * fine.
 */
final class OverlapCheck {
    private final LaneContext context;
    private final String name;
    private final AtomicReference<@Nullable Thread> within = new AtomicReference<>();
    private final LongAdder entries = new LongAdder(); // exact
    private long visits; // plain, as users' state is; written by callbacks

    OverlapCheck(LaneContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** A callback begins; pass the result to {@link #leave}. */
    @Nullable
    Thread enter() {
        Thread here = Thread.currentThread();
        Thread before = within.getAndSet(here);
        if (before != null && before != here) {
            context.violated("two threads at once in " + name + ": " + here + " while " + before + " is in a callback");
        }
        entries.increment();
        visits++;
        return before;
    }

    void leave(@Nullable Thread before) {
        within.set(before);
    }

    /** To be called after waiting for the last callback. Checks that each one saw the writes of those before it. */
    void audit() {
        long expected = entries.sum();
        if (visits != expected) {
            context.violated(
                    "%s was entered %,d times, and its callbacks see %,d: what one has written another has not seen"
                            .formatted(name, expected, visits));
        }
    }
}
