package dev.runloop.executors.confined;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a carrier that have begun and not ended: a plain linked list without locks. A thread adds and removes itself
 * while it is carried, and the carrier reads the list between; so the list is as confined as the threads are.
 */
final class LivingThreads {
    private static final int MOST_TOLD = 3;

    private @Nullable ConfinedThread first;

    void add(ConfinedThread thread) {
        thread.after = first;
        if (first != null) {
            first.before = thread;
        }
        first = thread;
    }

    void remove(ConfinedThread thread) {
        ConfinedThread before = thread.before;
        ConfinedThread after = thread.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Interrupts the threads with matching bodies. */
    void interruptIf(Predicate<Runnable> isMeant) {
        for (ConfinedThread thread = first; thread != null; thread = thread.after) {
            if (isMeant.test(thread.body())) {
                thread.interrupt();
            }
        }
    }

    /** Any thread: the thread with this continuation, looking at so many; may be null, as the list may be changing. */
    @Nullable
    Thread thread(Runnable continuation, int count) {
        ConfinedThread found = find(continuation, count);
        return found == null ? null : found.thread();
    }

    /** The body of the thread with this continuation; the continuation itself if the thread is not one of ours. */
    Runnable body(Runnable continuation, int count) {
        ConfinedThread found = find(continuation, count);
        return found == null ? continuation : found.body();
    }

    /** Any thread: some of the threads that could run, looking at so many. */
    List<Thread> ableToRun(int count) {
        List<Thread> able = new ArrayList<>();
        ConfinedThread at = first;
        for (int i = 0; i <= count && at != null && able.size() < MOST_TOLD; i++) {
            Thread thread = at.thread();
            if (thread != null && thread.getState() == Thread.State.RUNNABLE) {
                able.add(thread);
            }
            at = at.after;
        }
        return able;
    }

    /** The steps are counted, as a list that is being changed might appear endless to a thread that does not carry. */
    private @Nullable ConfinedThread find(Runnable continuation, int count) {
        ConfinedThread at = first;
        for (int i = 0; i <= count && at != null; i++) {
            if (at.continuation() == continuation) {
                return at;
            }
            at = at.after;
        }
        return null;
    }
}
