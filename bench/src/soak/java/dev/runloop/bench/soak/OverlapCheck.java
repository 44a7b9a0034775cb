package dev.runloop.bench.soak;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What callbacks of one loop share, and only they: tells when two threads are in it at once. A callback within another
 * one on the same thread, in a nested run, is as it should be.
 */
final class OverlapCheck {
    private final LaneContext context;
    private final String name;
    private final AtomicReference<@Nullable Thread> within = new AtomicReference<>();
    private final LongAdder entries = new LongAdder(); // exact
    private long visits; // plain: of the callbacks, as users' state is

    OverlapCheck(LaneContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** A callback begins. Answers what {@link #leave} is to be given. */
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

    /** To be called when no callback runs any more, by one who has waited for the last. */
    void audit() {
        long expected = entries.sum();
        if (visits != expected) {
            context.violated(
                    "%s was entered %,d times, and its callbacks see %,d: what one has written another has not seen"
                            .formatted(name, expected, visits));
        }
    }
}
