package dev.runloop.bench;

import dev.runloop.bench.subject.Actor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The load of an executor beside its timers. */
public enum TimerLoad {
    /** Nothing. */
    IDLE {
        @Override
        void start(Actor actor, AtomicBoolean goOn) {}
    },

    /** Half of its time: a task of half a millisecond every millisecond. */
    HALF {
        @Override
        void start(Actor actor, AtomicBoolean goOn) {
            var _ = actor.requireTimers().scheduleAtFixedRate(TimerLoad::spin, 1, 1, TimeUnit.MILLISECONDS);
        }
    },

    /** All of its time: a task that keeps submitting itself. */
    FLOOD {
        @Override
        void start(Actor actor, AtomicBoolean goOn) {
            actor.executor().execute(new Runnable() {
                @Override
                public void run() {
                    try {
                        if (goOn.get()) {
                            actor.executor().execute(this);
                        }
                    } catch (RejectedExecutionException e) {
                        goOn.set(false);
                    }
                }
            });
        }
    };

    private static final long HALF_A_MILLISECOND = TimeUnit.MICROSECONDS.toNanos(500);

    abstract void start(Actor actor, AtomicBoolean goOn);

    private static void spin() {
        long end = System.nanoTime() + HALF_A_MILLISECOND;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
