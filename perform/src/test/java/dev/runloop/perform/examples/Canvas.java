package dev.runloop.perform.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects changes, and commits them all together before its loop sleeps or leaves: however many callbacks change
 * something in a pass, it is drawn once. Belongs to the thread of the loop.
 */
final class Canvas {
    private static final int LATE = 2_000_000; // other observers may still change something

    private final Consumer<List<String>> draw;
    private final RunLoopObserver observer;
    private List<String> changes = new ArrayList<>();

    Canvas(RunLoop loop, Consumer<List<String>> draw) {
        this.draw = draw;
        observer = RunLoopObserver.create(
                EnumSet.of(RunLoopActivity.BEFORE_WAITING, RunLoopActivity.EXIT),
                true,
                LATE,
                (seen, activity) -> commit());
        loop.add(observer, RunLoopMode.COMMON);
    }

    void change(String what) {
        changes.add(what);
    }

    private void commit() {
        if (!changes.isEmpty()) {
            List<String> committed = changes;
            changes = new ArrayList<>();
            draw.accept(committed);
        }
    }

    void close() {
        observer.invalidate();
    }
}
