package dev.runloop.executors.confined;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a carrier that have begun and not ended. A plain list without locks: a thread enters and leaves it by
 * itself, while it is carried, and others look into it while they carry; so it is as confined as the threads are.
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

    /** Interrupts those whose bodies are meant. */
    void interruptIf(Predicate<Runnable> isMeant) {
        for (ConfinedThread thread = first; thread != null; thread = thread.after) {
            if (isMeant.test(thread.body())) {
                thread.interrupt();
            }
        }
    }

    /** Anyone: the thread whose continuation this is, among so many; null if none is found, as the list may be changing. */
    @Nullable
    Thread thread(Runnable continuation, int count) {
        ConfinedThread found = find(continuation, count);
        return found == null ? null : found.thread();
    }

    /** What the thread does whose continuation this is; the continuation itself if the thread is not of ours. */
    Runnable body(Runnable continuation, int count) {
        ConfinedThread found = find(continuation, count);
        return found == null ? continuation : found.body();
    }

    /** Anyone: some of those that could run, among so many. */
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

    /** The steps are counted: for others than the one who carries, a list that is changed might seem to have no end. */
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
